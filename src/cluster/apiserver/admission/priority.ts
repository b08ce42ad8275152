/** Priority (plugin/pkg/admission/priority/admission.go): a class' name becomes a number; one class at most is the default. */
import type { PodSpec } from 'kubernetes-types/core/v1';
import { forbidden } from '../../../api/status-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Store } from '../../store/contract.ts';
import type { PriorityClass } from '../registry/scheduling/priority-class.ts';
import { type AdmissionPlugin, type Attributes, isCreatedPod } from './plugin.ts';

const TABLE = 'priorityclasses.scheduling.k8s.io';
const PODS = { group: '', resource: 'pods' };

export const priorityAdmission: AdmissionPlugin = {
  name: 'Priority',
  admit(request, core) {
    if (isCreatedPod(request)) admitPod(request, core.store);
    else if (request.operation === 'UPDATE' && request.strategy.info.kind === 'Pod') keepPriority(request);
  },
  validate(request, core) {
    const { object, strategy, operation } = request;
    if (strategy.info.resource !== 'priorityclasses' || !object || operation === 'DELETE') return;
    if (!(object as PriorityClass).globalDefault) return;
    const name = object.metadata?.name ?? '';
    const known = globalDefault(core.store)?.metadata?.name;
    if (known === undefined || (operation === 'UPDATE' && known === name)) return;
    const why = `PriorityClass ${known} has already been marked as default. Only one default can exist`;
    throw forbidden(strategy.info, name, why);
  },
};

function admitPod({ object, name }: Attributes, store: Store): void {
  const spec = object!['spec'] as PodSpec | undefined;
  if (!spec) return;
  let found: KubeObject | undefined;
  if (spec.priorityClassName) {
    found = store.get(TABLE, undefined, spec.priorityClassName);
    if (!found) throw forbidden(PODS, name, `no PriorityClass with name ${spec.priorityClassName} was found`);
  } else {
    found = globalDefault(store);
    if (found?.metadata?.name) spec.priorityClassName = found.metadata.name;
  }
  const { value: priority = 0, preemptionPolicy = 'PreemptLowerPriority' } = (found ?? {}) as PriorityClass;
  const computed = 'must not be provided in pod spec; priority admission controller computed';
  const from = 'from the given PriorityClass name';
  if (spec.priority !== undefined && spec.priority !== priority) {
    const why = `the integer value of priority (${spec.priority}) ${computed} ${priority} ${from}`;
    throw forbidden(PODS, name, why);
  }
  spec.priority = priority;
  if (spec.preemptionPolicy && spec.preemptionPolicy !== preemptionPolicy) {
    const why = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) ${computed} ${preemptionPolicy} ${from}`;
    throw forbidden(PODS, name, why);
  }
  spec.preemptionPolicy = preemptionPolicy;
}

/** An update that leaves out what admission once computed keeps it. */
function keepPriority({ object, old, subresource }: Attributes): void {
  const [spec, before] = [object?.['spec'], old?.['spec']] as [PodSpec | undefined, PodSpec | undefined];
  if (subresource || !spec || !before || spec === before) return;
  if (spec.priority === undefined && before.priority !== undefined) spec.priority = before.priority;
  if (!spec.preemptionPolicy && before.preemptionPolicy) spec.preemptionPolicy = before.preemptionPolicy;
}

/** Found again only when a class has changed: Pods come by the thousand. */
function globalDefault(store: Store): KubeObject | undefined {
  const revision = store.revisionOf(TABLE);
  let known = defaults.get(store);
  if (known?.revision !== revision) {
    const marked = store.list(TABLE).filter((one) => (one as PriorityClass).globalDefault);
    // Of several that were made before this rule, the lowest counts.
    const [found] = marked.sort((a, b) => ((a as PriorityClass).value ?? 0) - ((b as PriorityClass).value ?? 0));
    defaults.set(store, (known = { revision, found }));
  }
  return known.found;
}

const defaults = new WeakMap<Store, { revision: number; found: KubeObject | undefined }>();
