/** RuntimeClass (plugin/pkg/admission/runtimeclass/admission.go): the class' overhead and scheduling become the Pod's. */
import { dequal } from 'dequal';
import type { PodSpec, Toleration } from 'kubernetes-types/core/v1';
import { forbidden } from '../../../api/status-errors.ts';
import type { RuntimeClass } from '../registry/node/runtime-class.ts';
import { type AdmissionPlugin, isCreatedPod } from './plugin.ts';

const PODS = { group: '', resource: 'pods' };

export const runtimeClassAdmission: AdmissionPlugin = {
  name: 'RuntimeClass',
  admit(request, core) {
    if (!isCreatedPod(request)) return;
    const spec = request.object!['spec'] as PodSpec | undefined;
    const name = spec?.runtimeClassName;
    if (!spec || !name) return;
    const refuse = (why: string): Error => forbidden(PODS, request.name, why);
    const found = core.store.get('runtimeclasses.node.k8s.io', undefined, name) as RuntimeClass | undefined;
    if (!found) throw refuse(`pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
    const overhead = found.overhead?.podFixed;
    if (overhead) {
      if (spec.overhead && !dequal(spec.overhead, overhead)) {
        throw refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
      }
      spec.overhead = { ...overhead };
    }
    const { nodeSelector = {}, tolerations = [] } = found.scheduling ?? {};
    for (const [key, value] of Object.entries(nodeSelector)) {
      const own = spec.nodeSelector?.[key];
      if (own === undefined || own === value) continue;
      throw refuse(
        `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`,
      );
    }
    if (Object.keys(nodeSelector).length > 0) spec.nodeSelector = { ...nodeSelector, ...spec.nodeSelector };
    if (tolerations.length > 0) spec.tolerations = [...(spec.tolerations ?? []), ...(tolerations as Toleration[])];
  },
  validate(request) {
    const spec = request.object?.['spec'] as PodSpec | undefined;
    if (!isCreatedPod(request) || spec?.runtimeClassName || !spec?.overhead) return;
    throw forbidden(
      PODS,
      request.name,
      'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
    );
  },
};
