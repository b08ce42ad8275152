/** pods/binding (kubernetes pkg/registry/core/pod/storage/storage.go, BindingREST). */
import type { Binding, Pod, PodCondition } from 'kubernetes-types/core/v1';
import { invalid, required } from '../../../api/field-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { badRequest, conflict, invalidObject, notFound } from '../../../api/status-errors.ts';
import { timestamp } from '../core.ts';
import { type Subresource, success } from './subresource.ts';

const POD_BINDING = { group: '', resource: 'pods/binding' };
const PODS = { group: '', resource: 'pods' };

export const binding: Subresource = {
  name: 'binding',
  of: 'pods',
  create({ core, namespace, name, options }, body) {
    const asked = body as unknown as Binding;
    if (asked.metadata?.name && asked.metadata.name !== name) {
      throw badRequest('name in URL does not match name in Binding object');
    }
    const node = asked.target?.name;
    checkTarget(name, asked);
    const old = core.store.get('pods', namespace, name);
    if (!old) throw notFound(PODS, name);
    const uid = asked.metadata?.uid;
    if (uid && uid !== old.metadata?.uid) {
      const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata?.uid}`;
      throw conflict(PODS, name, why);
    }
    const spec = (old as unknown as Pod).spec;
    if (old.metadata?.deletionTimestamp) {
      throw conflict(POD_BINDING, name, `pod ${name} is being deleted, cannot be assigned to a host`);
    }
    if (spec?.nodeName) {
      throw conflict(POD_BINDING, name, `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
    }
    if (spec?.schedulingGates?.length) {
      throw conflict(POD_BINDING, name, `pod ${name} has non-empty .spec.schedulingGates`);
    }
    if (!options.dryRun) core.store.update('pods', bound(old, asked, node!, timestamp(core.clock.now())));
    return success(201);
  },
};

function checkTarget(name: string, { target }: Binding): void {
  const errors = [];
  if (target?.kind !== undefined && target.kind !== '' && target.kind !== 'Node') {
    const message = `Unsupported value: ${JSON.stringify(target.kind)}: supported values: "Node", "<empty>"`;
    errors.push({ ...invalid('target.kind', target.kind, ''), reason: 'FieldValueNotSupported', message });
  }
  if (!target?.name) errors.push(required('target.name'));
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'Binding' }, name, errors);
}

function bound(old: KubeObject, asked: Binding, node: string, now: string): KubeObject {
  const { spec, status } = old as unknown as Pod;
  const annotations = { ...old.metadata?.annotations, ...asked.metadata?.annotations };
  const scheduled: PodCondition & { lastProbeTime?: string | null } = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null as unknown as string,
    lastTransitionTime: now,
  };
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  return {
    ...old,
    metadata: { ...old.metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: { ...spec, nodeName: node },
    status: { ...status, conditions: [...others, scheduled] },
  };
}
