/** The request view's words: why each part asks what it asks. */
import type { AuditRecord } from '../../client/controls.ts';
import { isWrite, type Part } from './flows.ts';

export interface RequestWords {
  title: string;
  none: string;
  run: string;
  of(at: number, all: number): string;
  back: string;
  on: string;
  play: string;
  pause: string;
  flow: string;
  events: string;
  parts: Record<Part['kind'], string>;
  apiServer: string;
  etcd: string;
  why(record: AuditRecord, part: Part): string;
}

const key = ({ verb, resource, subresource }: AuditRecord): string =>
  `${verb} ${resource}${subresource ? `/${subresource}` : ''}`;

const en: RequestWords = {
  title: 'Requests to the API server',
  none: 'Run a command that changes something. What it sets off is shown here, request by request:',
  run: 'Run',
  of: (at, all) => `${at} of ${all}`,
  back: 'Back',
  on: 'Next',
  play: 'Play',
  pause: 'Pause',
  flow: 'Set off by',
  events: 'Events too',
  parts: { you: 'You', controller: 'Controllers', scheduler: 'Scheduler', kubelet: 'Kubelets', other: 'Others' },
  apiServer: 'API server',
  etcd: 'etcd',
  why(record, part) {
    const { code, resource } = record;
    if (code === 409) return 'Refused: somebody else changed it in the meantime. It reads again and tries again.';
    if (code >= 400) return `Refused with ${code}.`;
    if (part.kind === 'you' && !isWrite(record)) return 'Your command looks how things stand, and changes nothing.';
    if (part.kind === 'you')
      return 'Your command is checked, completed with defaults, and stored in etcd. That is all it does.';
    if (part.kind === 'scheduler' && record.subresource === 'binding')
      return 'Its watch showed a Pod without a node. It chose one and wrote that down; it starts nothing itself.';
    if (part.kind === 'kubelet' && key(record).endsWith('pods/status'))
      return 'The kubelet saw a Pod with its node’s name, told the container runtime to start it, and reports how that stands.';
    if (part.kind === 'kubelet' && record.verb === 'delete')
      return 'Its containers have ended, so the kubelet lets the object go.';
    if (part.kind === 'kubelet' && record.subresource === 'token')
      return 'It asks for a token of the Pod’s ServiceAccount, to put it into the containers.';
    if (resource === 'events') return 'A note for people, about what it did.';
    if (part.name === 'deployment-controller' && key(record) === 'create replicasets')
      return 'Its watch showed a Deployment with no ReplicaSet for this template. It makes one.';
    if (part.name === 'deployment-controller' && key(record) === 'patch replicasets')
      return 'There is a ReplicaSet without an owner that its selector chooses: it adopts it.';
    if (part.name === 'deployment-controller' && resource === 'replicasets')
      return 'It says how many Pods this ReplicaSet is to have; in a rollout, as far as maxSurge and maxUnavailable let it.';
    if (part.name === 'replicaset-controller' && key(record) === 'create pods')
      return 'Its watch showed a ReplicaSet that is short of a Pod. It makes one from the template.';
    if (part.name === 'replicaset-controller' && key(record) === 'delete pods')
      return 'There is a Pod too many: it deletes one.';
    if (part.name === 'generic-garbage-collector')
      return record.verb === 'delete'
        ? 'What owned this is gone, so it goes, too.'
        : 'The owner goes and this stays: it takes the bond between them out.';
    if (part.name.startsWith('endpointslice'))
      return 'It keeps the addresses behind a Service true to the Pods that are ready.';
    if (record.subresource === 'status') return 'It writes down how things stand now.';
    return 'It saw a change through its watch, and does the next small thing.';
  },
};

const ko: RequestWords = {
  title: 'API 서버로 가는 요청',
  none: '무언가를 바꾸는 명령을 실행해 보세요. 그 뒤에 오간 요청을 여기서 하나씩 볼 수 있어요.',
  run: '실행',
  of: (at, all) => `${all}개 중 ${at}번째`,
  back: '이전',
  on: '다음',
  play: '재생',
  pause: '멈춤',
  flow: '시작한 명령',
  events: '이벤트 포함',
  parts: { you: '나', controller: '컨트롤러', scheduler: '스케줄러', kubelet: 'kubelet', other: '그 밖' },
  apiServer: 'API 서버',
  etcd: 'etcd',
  why(record, part) {
    const { code, resource } = record;
    if (code === 409) return '그사이 다른 쪽이 먼저 바꿔서 거절됐어요. 다시 읽고 다시 시도해요.';
    if (code >= 400) return `${code}로 거절됐어요.`;
    if (part.kind === 'you' && !isWrite(record)) return '명령이 지금 상태를 읽기만 해요. 바뀌는 건 없어요.';
    if (part.kind === 'you') return '명령을 검사하고 기본값을 채워 etcd에 저장해요. 명령이 하는 일은 여기까지예요.';
    if (part.kind === 'scheduler' && record.subresource === 'binding')
      return 'watch로 노드가 없는 Pod을 보고, 노드를 골라 적어요. 직접 띄우지는 않아요.';
    if (part.kind === 'kubelet' && key(record).endsWith('pods/status'))
      return 'kubelet이 자기 노드에 배정된 Pod을 보고 컨테이너 런타임에 실행을 맡긴 뒤, 상태를 보고해요.';
    if (part.kind === 'kubelet' && record.verb === 'delete')
      return '컨테이너가 모두 끝나서 kubelet이 오브젝트를 지워요.';
    if (part.kind === 'kubelet' && record.subresource === 'token')
      return '컨테이너에 넣어 줄 ServiceAccount 토큰을 요청해요.';
    if (resource === 'events') return '무슨 일을 했는지 사람이 볼 수 있게 남겨요.';
    if (part.name === 'deployment-controller' && key(record) === 'create replicasets')
      return 'watch로 Deployment를 봤는데 이 템플릿의 ReplicaSet이 없어서 하나 만들어요.';
    if (part.name === 'deployment-controller' && key(record) === 'patch replicasets')
      return '셀렉터에 맞는데 주인이 없는 ReplicaSet이 있어서 자기 것으로 삼아요.';
    if (part.name === 'deployment-controller' && resource === 'replicasets')
      return '이 ReplicaSet이 Pod을 몇 개 둘지 적어요. 롤아웃 중이라면 maxSurge와 maxUnavailable이 허락하는 만큼만요.';
    if (part.name === 'replicaset-controller' && key(record) === 'create pods')
      return 'watch로 Pod이 모자란 ReplicaSet을 보고, 템플릿으로 하나 만들어요.';
    if (part.name === 'replicaset-controller' && key(record) === 'delete pods') return 'Pod이 하나 남아서 지워요.';
    if (part.name === 'generic-garbage-collector')
      return record.verb === 'delete'
        ? '주인이 사라져서 함께 지워요.'
        : '주인만 지우고 이건 남기기로 해서, 둘 사이의 연결을 끊어요.';
    if (part.name.startsWith('endpointslice')) return 'Service 뒤의 주소 목록을 준비된 Pod에 맞춰요.';
    if (record.subresource === 'status') return '지금 상태를 적어 둬요.';
    return 'watch로 변경을 보고 다음 작은 일을 해요.';
  },
};

export const requestWords: Record<'en' | 'ko', RequestWords> = { en, ko };
