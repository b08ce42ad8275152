/** Priority (kubernetes plugin/pkg/admission/priority/admission.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import { forbidden } from '../../../api/status-errors.ts';
import type { AdmissionPlugin } from './plugin.ts';

const PODS = { group: '', resource: 'pods' };
/** The two classes every cluster has (scheduling/types.go). */
const SYSTEM: Record<string, number> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

export const priority: AdmissionPlugin = {
  name: 'Priority',
  admit({ operation, strategy, name, subresource, object }, core) {
    if (operation !== 'CREATE' || subresource !== undefined) return;
    if (strategy.info.group !== '' || strategy.info.resource !== 'pods') return;
    const spec = (object as unknown as Pod).spec;
    if (!spec) return;
    const className = spec.priorityClassName;
    if (className) {
      const known = core.store.get('priorityclasses.scheduling.k8s.io', undefined, className);
      const value = (known?.['value'] as number | undefined) ?? SYSTEM[className];
      if (value === undefined) throw forbidden(PODS, name, `no PriorityClass with name ${className} was found`);
      spec.priority = value;
      spec.preemptionPolicy ??= (known?.['preemptionPolicy'] as string | undefined) ?? 'PreemptLowerPriority';
      return;
    }
    if (spec.priority !== undefined && spec.priority !== 0) {
      throw forbidden(
        PODS,
        name,
        `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name`,
      );
    }
    spec.priority = 0;
    spec.preemptionPolicy ??= 'PreemptLowerPriority';
  },
};
