/** Owner, owned, selected and selecting, mounted and used: what one would look at next. Pure. */
import type { KubeObject } from '../../api/object.ts';
import {
  asClaim,
  asIngress,
  asPod,
  asService,
  asVolume,
  idOf,
  itemsOf,
  namespaceOf,
  ownerOf,
  refOf,
  selects,
  type Objects,
} from '../graph/cluster-index.ts';
import { settingsRead } from '../graph/derive-owners.ts';
import { ownerRef } from '../graph/workload-kinds/other-owners.ts';
import type { ObjectRef } from '../panels/contract.ts';

const most = 12;
const kept = ['ReplicaSet', 'Job', 'Pod'];

export function relatives(object: KubeObject, objects: Objects): ObjectRef[] {
  const owners = (object.metadata?.ownerReferences ?? []).map((reference) => {
    const { namespace: _none, ...ref } = ownerRef(reference, '');
    const namespace = reference.kind === 'Node' ? undefined : object.metadata?.namespace;
    return namespace ? { ...ref, namespace } : ref;
  });
  const owned = kept.flatMap((kind) => itemsOf(objects, kind).filter((other) => ownerOf(other) === idOf(object)));
  const others = (related[object.kind ?? '']?.(object, objects) ?? []).concat(owned);
  return [...owners, ...others.map(refOf)].slice(0, most);
}

type Related = (object: KubeObject, objects: Objects) => KubeObject[];

const inNamespace = (objects: Objects, kind: string, namespace: string): KubeObject[] =>
  itemsOf(objects, kind).filter((other) => namespaceOf(other) === namespace);

const named = (objects: Objects, kind: string, namespace: string, name: string | undefined): KubeObject[] => {
  const found = name ? objects[kind]?.get(namespace ? `${namespace}/${name}` : name) : undefined;
  return found ? [found] : [];
};

const related: Readonly<Record<string, Related>> = {
  Pod(object, objects) {
    const { spec, metadata } = asPod(object);
    const namespace = namespaceOf(object);
    const claims = (spec?.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
    return [
      ...inNamespace(objects, 'Service', namespace).filter((other) =>
        selects(asService(other).spec?.selector, metadata?.labels),
      ),
      ...named(objects, 'Node', '', spec?.nodeName),
      ...claims.flatMap((name) => named(objects, 'PersistentVolumeClaim', namespace, name)),
      ...(spec ? settingsRead(spec) : []).flatMap(({ kind, name }) => named(objects, kind, namespace, name)),
    ];
  },
  Service(object, objects) {
    const here = namespaceOf(object);
    return [
      ...inNamespace(objects, 'Ingress', here).filter((other) => leadsTo(other, object)),
      ...inNamespace(objects, 'Pod', here).filter((other) =>
        selects(asService(object).spec?.selector, other.metadata?.labels),
      ),
    ];
  },
  Ingress: (object, objects) =>
    inNamespace(objects, 'Service', namespaceOf(object)).filter((other) => leadsTo(object, other)),
  PersistentVolumeClaim(object, objects) {
    const name = object.metadata?.name;
    const pods = inNamespace(objects, 'Pod', namespaceOf(object)).filter((pod) =>
      asPod(pod).spec?.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === name),
    );
    return [...named(objects, 'PersistentVolume', '', asClaim(object).spec?.volumeName), ...pods];
  },
  PersistentVolume(object, objects) {
    const claim = asVolume(object).spec?.claimRef;
    return named(objects, 'PersistentVolumeClaim', claim?.namespace ?? '', claim?.name);
  },
  ConfigMap: users,
  Secret: users,
  HorizontalPodAutoscaler(object, objects) {
    const { kind, name } = (object as { spec?: { scaleTargetRef?: { kind?: string; name?: string } } }).spec
      ?.scaleTargetRef ?? { kind: '' };
    return named(objects, kind ?? '', namespaceOf(object), name);
  },
};

const leadsTo = (ingress: KubeObject, service: KubeObject): boolean =>
  JSON.stringify(asIngress(ingress).spec ?? {}).includes(`"name":"${service.metadata?.name}"`);

/** Pods that read these settings. */
function users(object: KubeObject, objects: Objects): KubeObject[] {
  return inNamespace(objects, 'Pod', namespaceOf(object)).filter((pod) => {
    const { spec } = asPod(pod);
    return spec && settingsRead(spec).some(({ kind, name }) => kind === object.kind && name === object.metadata?.name);
  });
}
