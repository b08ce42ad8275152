/** What is inside a Pod: the network and the name that its containers share, the files that each has for itself, and the volumes between. */
import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import { StateMark } from '../marks/state-mark.tsx';
import './inside.css';

const WORDS = {
  en: {
    network: 'Shared: one network, one host name',
    address: 'address',
    localhost: 'localhost',
    own: 'its own files, from the image',
    mounts: 'mounts',
    volumes: 'Shared: volumes',
    noVolumes: 'No volume joins their files.',
    init: 'runs first',
    ports: (ports: string) => `says it listens on ${ports}`,
    restarts: (count: number) => `${count} restarts`,
    yetNone: 'none yet',
  },
  ko: {
    network: '함께 쓰는 것: 네트워크와 호스트 이름',
    address: '주소',
    localhost: 'localhost',
    own: '이미지에서 온 자기 파일',
    mounts: '마운트',
    volumes: '함께 쓰는 것: 볼륨',
    noVolumes: '파일을 이어 주는 볼륨이 없어요.',
    init: '먼저 실행',
    ports: (ports: string) => `포트 ${ports}을(를) 적어 둠`,
    restarts: (count: number) => `재시작 ${count}번`,
    yetNone: '아직 없음',
  },
};

/** Mounted into every container by the API server; no learner asked for it. */
const isToken = (path: string): boolean => path.startsWith('/var/run/secrets/kubernetes.io');

export function InsideView({ pod: object, language }: { pod: KubeObject; language: 'en' | 'ko' }) {
  const pod = object as unknown as Pod;
  const words = WORDS[language];
  const containers = pod.spec?.containers ?? [];
  const inits = pod.spec?.initContainers ?? [];
  const volumes = (pod.spec?.volumes ?? []).filter(({ name }) => !name.startsWith('kube-api-access'));
  const status = (name: string): ContainerStatus | undefined =>
    [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find(
      (each) => each.name === name,
    );
  return (
    <div className="inside">
      <section className="inside-shared">
        <h3>{words.network}</h3>
        <p>
          {words.address} <code>{pod.status?.podIP ?? words.yetNone}</code> ·{' '}
          <code>{pod.spec?.hostname ?? pod.metadata?.name}</code> · {words.localhost}
        </p>
        <div className="inside-containers">
          {[...inits, ...containers].map((container) => (
            <ContainerBox
              key={container.name}
              container={container}
              first={inits.includes(container)}
              status={status(container.name)}
              words={words}
            />
          ))}
        </div>
      </section>
      <section className="inside-shared">
        <h3>{words.volumes}</h3>
        {volumes.length === 0 && <p>{words.noVolumes}</p>}
        <ul>
          {volumes.map((volume) => (
            <li key={volume.name}>
              <code>{volume.name}</code> {Object.keys(volume).find((kind) => kind !== 'name')}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function ContainerBox({
  container,
  first,
  status,
  words,
}: {
  container: Container;
  first: boolean;
  status: ContainerStatus | undefined;
  words: (typeof WORDS)['en'];
}) {
  const waiting = status?.state?.waiting?.reason;
  const ended = status?.state?.terminated;
  const state =
    ended?.exitCode === 0
      ? 'completed'
      : ended || /Err|BackOff/.test(waiting ?? '')
        ? 'failing'
        : status?.ready
          ? 'ready'
          : status
            ? 'starting'
            : 'unknown';
  const ports = (container.ports ?? []).map(({ containerPort }) => containerPort).join(', ');
  const mounts = (container.volumeMounts ?? []).filter(({ mountPath }) => !isToken(mountPath));
  return (
    <article data-state={state}>
      <h4>
        <StateMark state={state} size={14} /> {container.name}
        {first && <small> {words.init}</small>}
      </h4>
      <p>
        <code>{container.image}</code>
      </p>
      <p>{words.own}</p>
      {ports && <p>{words.ports(ports)}</p>}
      {mounts.map(({ name, mountPath }) => (
        <p key={mountPath}>
          {words.mounts} <code>{name}</code> → <code>{mountPath}</code>
        </p>
      ))}
      <p>
        {[waiting ?? ended?.reason, (status?.restartCount ?? 0) > 0 && words.restarts(status?.restartCount ?? 0)]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </article>
  );
}
