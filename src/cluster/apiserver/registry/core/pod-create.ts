/** What a Pod starts with (pkg/registry/core/pod/strategy.go PrepareForCreate): its status, and selectors that its labels complete. */
import type { Affinity, Container, PodAffinityTerm, PodSpec, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { LabelSelector } from '../../../../api/labels.ts';
import type { KubeObject, ObjectMeta } from '../../../../api/object.ts';
import { APP_ARMOR } from './pod-spec/annotations.ts';
import { qosClass } from './pod-spec/qos.ts';
import type { Profile } from './pod-spec/seccomp.ts';

const GATED = {
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null,
  lastTransitionTime: null,
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

export function startPod(object: KubeObject, spec: PodSpec | undefined): void {
  object.metadata = { ...object.metadata, generation: 1 };
  const status: Record<string, unknown> = { phase: 'Pending', qosClass: spec ? qosClass(spec) : 'BestEffort' };
  if (spec?.schedulingGates?.length) status['conditions'] = [GATED];
  object['status'] = status;
}

/** matchLabelKeys: the values of the Pod's own labels join the selectors. */
export function mergeLabelKeys(spec: PodSpec, labels: Readonly<Record<string, string>>): void {
  if (spec.topologySpreadConstraints?.some(({ matchLabelKeys }) => matchLabelKeys?.length))
    spec.topologySpreadConstraints = spec.topologySpreadConstraints.map((one) => mergeSpread(one, labels));
  const { affinity } = spec;
  if (!affinity) return;
  const merged: Affinity = { ...affinity };
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const rules = affinity[kind];
    if (!rules) continue;
    const {
      requiredDuringSchedulingIgnoredDuringExecution: required,
      preferredDuringSchedulingIgnoredDuringExecution: preferred,
    } = rules;
    merged[kind] = {
      ...rules,
      ...(required && {
        requiredDuringSchedulingIgnoredDuringExecution: required.map((term) => mergeTerm(term, labels)),
      }),
      ...(preferred && {
        preferredDuringSchedulingIgnoredDuringExecution: preferred.map((one) =>
          one.podAffinityTerm ? { ...one, podAffinityTerm: mergeTerm(one.podAffinityTerm, labels) } : one,
        ),
      }),
    };
  }
  spec.affinity = merged;
}

function mergeSpread(
  constraint: TopologySpreadConstraint,
  labels: Readonly<Record<string, string>>,
): TopologySpreadConstraint {
  const { labelSelector, matchLabelKeys } = constraint;
  if (!labelSelector || !matchLabelKeys?.length) return constraint;
  return { ...constraint, labelSelector: withKeys(labelSelector as LabelSelector, matchLabelKeys, 'In', labels) };
}

function mergeTerm(term: PodAffinityTerm, labels: Readonly<Record<string, string>>): PodAffinityTerm {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (!labelSelector || matchLabelKeys.length + mismatchLabelKeys.length === 0) return term;
  const matching = withKeys(labelSelector as LabelSelector, matchLabelKeys, 'In', labels);
  return { ...term, labelSelector: withKeys(matching, mismatchLabelKeys, 'NotIn', labels) };
}

function withKeys(
  selector: LabelSelector,
  keys: readonly string[],
  operator: 'In' | 'NotIn',
  labels: Readonly<Record<string, string>>,
): LabelSelector {
  const added = keys
    .filter((key) => labels[key] !== undefined)
    .map((key) => ({ key, operator, values: [labels[key]!] }));
  return added.length === 0
    ? selector
    : { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] };
}

/** applyAppArmorVersionSkew: the old annotation becomes the field, with a word about it. */
export function liftAppArmor(spec: PodSpec, meta: ObjectMeta, warn: (message: string) => void): void {
  const annotations = meta.annotations;
  if (!annotations || spec.os?.name === 'windows') return;
  const lift = (container: Container): Container => {
    const key = APP_ARMOR + container.name;
    const profile = profileOf(annotations[key]);
    const set = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    if (!profile || set) return container;
    warn(`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`);
    return { ...container, securityContext: { ...container.securityContext, appArmorProfile: profile as never } };
  };
  if (spec.initContainers) spec.initContainers = spec.initContainers.map(lift);
  if (spec.containers) spec.containers = spec.containers.map(lift);
}

function profileOf(annotation: string | undefined): Profile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!annotation?.startsWith('localhost/')) return undefined;
  return { type: 'Localhost', localhostProfile: annotation.slice('localhost/'.length) };
}
