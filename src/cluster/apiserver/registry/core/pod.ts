/** Pods (pkg/registry/core/pod/strategy.go). */
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField } from '../../../../api/field-errors.ts';
import { isDNS1123Label } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { columns } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import { liftAppArmor, mergeLabelKeys, startPod } from './pod-create.ts';
import { defaultPod } from './pod-defaults.ts';
import { podCells } from './pod-printer.ts';
import { fillPodStatus, validatePodStatus } from './pod-status.ts';
import { validatePodAnnotations, validateProfilesMatch } from './pod-spec/annotations.ts';
import { validatePodChange } from './pod-update.ts';
import { validatePodSpec } from './pod-validation.ts';
import { warnOfPod } from './pod-warnings.ts';
import type { Strategy } from '../strategy.ts';

function asPod(object: KubeObject): Pod {
  return object as unknown as Pod;
}

const NO_SPEC: PodSpec = { containers: [] };

/** validatePodMetadataAndSpec, without the metadata that all kinds share. */
export function validateWhole(object: KubeObject): FieldError[] {
  const spec = asPod(object).spec ?? NO_SPEC;
  const errors: FieldError[] = [];
  validatePodAnnotations(object.metadata?.annotations, spec, 'metadata.annotations', errors);
  errors.push(...validatePodSpec(spec, 'spec', { template: false, meta: object.metadata }));
  return errors;
}

function validateCreate(object: KubeObject): FieldError[] {
  const errors = validateWhole(object);
  const spec = asPod(object).spec ?? NO_SPEC;
  if (spec.ephemeralContainers?.length)
    errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'));
  if (spec.nodeName && spec.schedulingGates?.length)
    errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  validateProfilesMatch(object.metadata, spec, 'spec', { appArmor: true }, errors);
  return errors;
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
    const pod = asPod(object);
    pod.spec ??= { containers: [] };
    defaultPod(pod.spec);
  },
  prepareForCreate(object, context) {
    const { spec } = asPod(object);
    startPod(object, spec);
    if (!spec?.containers) return;
    mergeLabelKeys(spec, object.metadata?.labels ?? {});
    liftAppArmor(spec, object.metadata ?? {}, context.warn);
  },
  prepareForUpdate(object, old) {
    keepStatus(object, old, { generation: true });
  },
  validate: validateCreate,
  validateUpdate(object, old) {
    const [pod, before] = [asPod(object), asPod(old)];
    if (pod.spec === before.spec && object.metadata?.annotations === old.metadata?.annotations) return [];
    return [...validateWhole(object), ...(pod.spec && before.spec ? validatePodChange(pod, before) : [])];
  },
  fillStatus: (status, old) => fillPodStatus(status, old),
  validateStatusUpdate: (object, old) => validatePodStatus(asPod(object), asPod(old)),
  warnings(object, old, warn) {
    // Humans rarely update Pods, and kubelets often.
    if (old) return;
    const messages = isDNS1123Label(object.metadata?.name ?? '');
    if (messages.length > 0)
      warn(
        `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${messages.join(' ')}]`,
      );
    warnOfPod(asPod(object).spec ?? NO_SPEC, object.metadata ?? {}, warn);
  },
  columns: columns('Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP*', 'Node*', 'Nominated Node*', 'Readiness Gates*'),
  cells: (object, now) => podCells(asPod(object), now),
  selectableFields(object) {
    const { spec, status } = asPod(object);
    return {
      'spec.nodeName': spec?.nodeName ?? '',
      // Its name in old clients, and one that is let in but never filled.
      'spec.host': spec?.nodeName ?? '',
      'status.podIPs': '',
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
