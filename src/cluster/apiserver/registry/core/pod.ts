/** Pods (pkg/registry/core/pod/strategy.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import { type FieldError, forbiddenField } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { columns } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import { admitPod, qosClass } from './pod-admission.ts';
import { defaultPodSpec, requestsFromLimits } from './pod-defaults.ts';
import { podCells } from './pod-printer.ts';
import { validatePodSpec } from './pod-validation.ts';
import type { Strategy } from '../strategy.ts';

const UPDATABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function asPod(object: KubeObject): Pod {
  return object as unknown as Pod;
}

function validate(object: KubeObject): FieldError[] {
  const pod = asPod(object);
  return validatePodSpec(pod.spec ?? { containers: [] }, 'spec', { template: false });
}

/** The spec without what an update may change. */
function fixedParts(pod: Pod): unknown {
  const { activeDeadlineSeconds: _a, tolerations: _b, terminationGracePeriodSeconds: _c, ...spec } = pod.spec!;
  const withoutImage = (all: Pod['spec'] extends infer _ ? { image?: string }[] | undefined : never): unknown =>
    all?.map((c) => ({ ...c, image: '' }));
  return { ...spec, containers: withoutImage(spec.containers), initContainers: withoutImage(spec.initContainers) };
}

export const podStrategy: Strategy = {
  info: info('v1', 'Pod', 'pods', {
    shortNames: ['po'],
    categories: ['all'],
    subresources: [
      'attach',
      'binding',
      'ephemeralcontainers',
      'eviction',
      'exec',
      'log',
      'portforward',
      'proxy',
      'resize',
      'status',
    ],
  }),
  applyDefaults(object) {
    const { spec } = asPod(object);
    if (!spec) return;
    if (spec.enableServiceLinks === undefined) spec.enableServiceLinks = true;
    defaultPodSpec(spec);
    if (spec.containers?.some((c) => c.resources?.limits)) spec.containers = spec.containers.map(requestsFromLimits);
    if (spec.initContainers?.some((c) => c.resources?.limits))
      spec.initContainers = spec.initContainers.map(requestsFromLimits);
  },
  prepareForCreate(object, context) {
    const spec = asPod(object).spec;
    object.metadata = { ...object.metadata, generation: 1 };
    object['status'] = { phase: 'Pending', qosClass: spec ? qosClass(spec) : 'BestEffort' };
    if (spec?.containers) admitPod(spec, object.metadata.namespace, object.metadata.name ?? '', context);
    if (!spec?.schedulingGates?.length || !spec) return;
    object['status'] = {
      ...(object['status'] as object),
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
          lastProbeTime: null,
          lastTransitionTime: null,
        },
      ],
    };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  validateUpdate(object, old) {
    const [pod, before] = [asPod(object), asPod(old)];
    if (pod.spec === before.spec) return [];
    const errors = validate(object);
    if (pod.spec && before.spec && !dequal(fixedParts(pod), fixedParts(before))) {
      // Simplified: upstream adds a diff of the Go structs.
      if ((pod.spec.containers?.length ?? 0) !== before.spec.containers.length) {
        errors.push(forbiddenField('spec.containers', 'pod updates may not add or remove containers'));
      } else errors.push(forbiddenField('spec', UPDATABLE));
    }
    return errors;
  },
  columns: columns('Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP*', 'Node*', 'Nominated Node*', 'Readiness Gates*'),
  cells: (object, now) => podCells(asPod(object), now),
  selectableFields(object) {
    const { spec, status } = asPod(object);
    return {
      'spec.nodeName': spec?.nodeName ?? '',
      'spec.restartPolicy': spec?.restartPolicy ?? '',
      'spec.schedulerName': spec?.schedulerName ?? '',
      'spec.serviceAccountName': spec?.serviceAccountName ?? '',
      'spec.hostNetwork': String(spec?.hostNetwork ?? false),
      'status.phase': status?.phase ?? '',
      'status.podIP': status?.podIP ?? '',
      'status.nominatedNodeName': status?.nominatedNodeName ?? '',
    };
  },
  gracePeriod(object, asked) {
    const { spec, status } = asPod(object);
    if (!spec?.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded') return 0;
    const period = asked ?? spec.terminationGracePeriodSeconds ?? 30;
    return period < 0 ? 1 : period;
  },
};
