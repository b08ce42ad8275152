/** Why an object is in the state it is in, in plain words derived from its status and from its relatives. Pure. */
import type { KubeObject } from '../../api/object.ts';
import {
  asDeployment,
  asIngress,
  asNode,
  asPod,
  asReplicaSet,
  asService,
  idOf,
  itemsOf,
  namespaceOf,
  nodeIsReady,
  ownerOf,
  selects,
  templateImage,
  type Objects,
} from '../graph/cluster-index.ts';
import { rolloutNumbers } from '../graph/rollout.ts';
import { podStatus, type State, type Why } from '../graph/status.ts';
import { parseImage } from '../graph/versions.ts';
import { deploymentState } from '../graph/workloads.ts';

export interface Explanation {
  /** Absent for kinds that have no state of their own. */
  state?: State;
  /** Kubernetes' word where it has one (`CrashLoopBackOff`). */
  word?: string;
  why: readonly Why[];
}

export function explain(object: KubeObject, objects: Objects): Explanation {
  return explainers[object.kind ?? '']?.(object, objects) ?? { why: [] };
}

const why = (key: Why['key'], params: Why['params'] = {}): Why => ({ key, params });

const explainers: Record<string, (object: KubeObject, objects: Objects) => Explanation> = {
  Pod(object, objects) {
    const pod = asPod(object);
    const node = pod.spec?.nodeName ? objects['Node']?.get(pod.spec.nodeName) : undefined;
    const status = podStatus(pod, nodeIsReady(node));
    const waits = status.why[0]?.key === 'unscheduled' && isDown('kube-scheduler', objects);
    return waits ? { ...status, why: [why('schedulerDown')] } : status;
  },
  Deployment(object, objects) {
    const told = explainDeployment(object);
    const idle = isDown('kube-controller-manager', objects);
    return idle ? { ...told, why: [why('managerDown'), ...told.why] } : told;
  },
  ReplicaSet(object, objects) {
    const { spec, status } = asReplicaSet(object);
    const desired = spec?.replicas ?? 1;
    const ready = status?.readyReplicas ?? 0;
    const siblings = itemsOf(objects, 'ReplicaSet').filter(
      (other) => ownerOf(other) !== undefined && ownerOf(other) === ownerOf(object),
    );
    if (desired === 0 && siblings.length > 1) return { why: [why('rsOld')] };
    return { state: ready >= desired ? 'ready' : 'starting', why: [why('rsSteady', { desired, ready })] };
  },
  Service: explainService,
  Ingress(object, objects) {
    const reasons = (asIngress(object).spec?.rules ?? []).flatMap((rule) =>
      (rule.http?.paths ?? []).map((path): Why => {
        const service = path.backend.service?.name ?? '';
        const known = objects['Service']?.has(`${namespaceOf(object)}/${service}`);
        return why(known ? 'ingRoutes' : 'ingMissing', { path: `${rule.host ?? '*'}${path.path ?? '/'}`, service });
      }),
    );
    return { state: reasons.some((reason) => reason.key === 'ingMissing') ? 'failing' : 'ready', why: reasons };
  },
  Node(object, objects) {
    const { spec, status, metadata } = asNode(object);
    const ready = status?.conditions?.find((entry) => entry.type === 'Ready');
    const pods = itemsOf(objects, 'Pod').filter((pod) => asPod(pod).spec?.nodeName === metadata?.name).length;
    const first =
      ready?.status === 'True'
        ? why('nodeReady', { pods })
        : why('nodeNotReady', { message: ready?.message ?? ready?.reason ?? '' });
    const state: State = ready?.status === 'True' ? 'ready' : ready?.status === 'False' ? 'failing' : 'unknown';
    return { state, why: spec?.unschedulable ? [first, why('nodeCordoned')] : [first] };
  },
};

/** True when the control plane can be seen as Pods, but not this part of it. */
function isDown(component: string, objects: Objects): boolean {
  const ready = new Set(
    itemsOf(objects, 'Pod')
      .filter((pod) => namespaceOf(pod) === 'kube-system' && podStatus(asPod(pod)).state === 'ready')
      .map((pod) => pod.metadata?.labels?.['component']),
  );
  return ready.has('kube-apiserver') && !ready.has(component);
}

function explainDeployment(object: KubeObject): Explanation {
  const deployment = asDeployment(object);
  const { desired, ready, most, least } = rolloutNumbers(deployment);
  const { status, spec } = deployment;
  const state = deploymentState(object);
  const updated = status?.updatedReplicas ?? 0;
  const old = Math.max(0, (status?.replicas ?? 0) - updated);
  const stuck = status?.conditions?.find((entry) => entry.type === 'Progressing' && entry.status === 'False');
  const reasons: Why[] = [];
  if (spec?.paused) reasons.push(why('deployPaused'));
  if (stuck) reasons.push(why('deployStuck', { message: stuck.message ?? '' }));
  if (desired === 0) reasons.push(why('deployZero'));
  else if (state === 'ready')
    reasons.push(why('deploySteady', { desired, image: parseImage(templateImage(object) ?? '').tag }));
  else if (old > 0 || updated < desired) {
    reasons.push(
      spec?.strategy?.type === 'Recreate' ? why('recreate') : why('deploySurge', { desired, max: most, min: least }),
    );
    reasons.push(why('deployCount', { updated, desired, old }));
  } else reasons.push(why('deployWait', { ready, desired }));
  return { state, why: reasons };
}

function explainService(object: KubeObject, objects: Objects): Explanation {
  const selector = asService(object).spec?.selector;
  if (!selector || Object.keys(selector).length === 0) return { why: [why('svcNoSelector')] };
  const pods = itemsOf(objects, 'Pod').filter(
    (pod) => namespaceOf(pod) === namespaceOf(object) && selects(selector, pod.metadata?.labels),
  );
  const ready = pods.filter((pod) => podStatus(asPod(pod)).state === 'ready').length;
  const said = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  if (pods.length === 0) return { state: 'failing', why: [why('svcNone', { selector: said.join(',') })] };
  if (ready === 0) return { state: 'starting', why: [why('svcNoReady', { selected: pods.length })] };
  return { state: 'ready', why: [why('svcEndpoints', { ready, selected: pods.length })] };
}

/** Owner, owned, selected and selecting: what one would look at next. At most twelve. */
export function relatives(object: KubeObject, objects: Objects): KubeObject[] {
  const here = (other: KubeObject): boolean => namespaceOf(other) === namespaceOf(object);
  const found: KubeObject[] = [];
  for (const reference of object.metadata?.ownerReferences ?? []) {
    const owner = itemsOf(objects, reference.kind).find((other) => other.metadata?.uid === reference.uid);
    if (owner) found.push(owner);
  }
  for (const kind of ['ReplicaSet', 'Pod'])
    found.push(...itemsOf(objects, kind).filter((other) => ownerOf(other) === idOf(object)));
  if (object.kind === 'Pod') {
    found.push(
      ...itemsOf(objects, 'Service').filter(
        (other) => here(other) && selects(asService(other).spec?.selector, object.metadata?.labels),
      ),
    );
    const node = objects['Node']?.get(asPod(object).spec?.nodeName ?? '');
    if (node) found.push(node);
  }
  if (object.kind === 'Service') {
    const names = (ingress: KubeObject): string => JSON.stringify(asIngress(ingress).spec ?? {});
    found.push(
      ...itemsOf(objects, 'Ingress').filter(
        (other) => here(other) && names(other).includes(`"name":"${object.metadata?.name}"`),
      ),
    );
    found.push(
      ...itemsOf(objects, 'Pod').filter(
        (other) => here(other) && selects(asService(object).spec?.selector, other.metadata?.labels),
      ),
    );
  }
  if (object.kind === 'Ingress') {
    const text = JSON.stringify(asIngress(object).spec ?? {});
    found.push(
      ...itemsOf(objects, 'Service').filter(
        (other) => here(other) && text.includes(`"name":"${other.metadata?.name}"`),
      ),
    );
  }
  return found.slice(0, 12);
}
