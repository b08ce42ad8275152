/** Pods as pods/ephemeralcontainers and pods/resize change them (pkg/registry/core/pod/strategy.go). */
import type { Container, EphemeralContainer, Pod, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import { type FieldError, forbiddenField, invalid } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { keepStatus } from '../generation.ts';
import type { Strategy } from '../strategy.ts';
import { structDiff } from '../struct-diff.ts';
import { MIRROR } from './pod-spec/annotations.ts';
import { INTERNAL_STRUCTS } from './pod-spec/internal-structs.ts';
import { podLevelResources } from './pod-spec/pod-resources.ts';
import { qosClass } from './pod-spec/qos.ts';
import { podStrategy, validateWhole } from './pod.ts';

function asPod(object: KubeObject): Pod {
  return object as unknown as Pod;
}

/** Metadata stays as it was (ResetObjectMetaForStatus), and of the spec all but what `take` takes. */
function prepare(object: KubeObject, old: KubeObject, take: (now: PodSpec, before: PodSpec) => PodSpec): void {
  const [now, before] = [asPod(object).spec, asPod(old).spec];
  object.metadata = { ...old.metadata };
  if (now && before) object['spec'] = take(now, before);
  keepStatus(object, old, { generation: true });
}

export const ephemeralContainersStrategy: Strategy = {
  ...podStrategy,
  prepareForUpdate: (object, old) =>
    prepare(object, old, ({ ephemeralContainers }, before) => ({
      ...before,
      ...(ephemeralContainers ? { ephemeralContainers } : {}),
    })),
  validateUpdate: (object, old) => [...validateWhole(object), ...validateEphemeral(asPod(object), asPod(old))],
};

/** They are added, and stay as they are. */
function validateEphemeral(pod: Pod, old: Pod): FieldError[] {
  const path = 'spec.ephemeralContainers';
  if (old.metadata?.annotations?.[MIRROR] !== undefined)
    return [forbiddenField('', 'static pods do not support ephemeral containers')];
  const now = new Map((pod.spec?.ephemeralContainers ?? []).map((one) => [one.name, one]));
  const errors: FieldError[] = [];
  for (const before of old.spec?.ephemeralContainers ?? []) {
    const next = now.get(before.name);
    const what = `existing ephemeral containers ${JSON.stringify(before.name)}`;
    if (!next) errors.push(forbiddenField(path, `${what} may not be removed\n`));
    else if (!dequal(next, before))
      errors.push(forbiddenField(path, `${what} may not be changed\n${ephemeralDiff(before, next)}`));
  }
  return errors;
}

function ephemeralDiff(before: EphemeralContainer, next: EphemeralContainer): string {
  return structDiff(before, next, 'EphemeralContainer', INTERNAL_STRUCTS);
}

export const resizeStrategy: Strategy = {
  ...podStrategy,
  prepareForUpdate: (object, old) => prepare(object, old, takeResources),
  validateUpdate: (object, old) => [...validateWhole(object), ...validateResize(asPod(object), asPod(old))],
};

function takeResources(now: PodSpec, before: PodSpec): PodSpec {
  const sameNames = (field: 'containers' | 'initContainers'): boolean =>
    dequal(
      (now[field] ?? []).map(({ name }) => name),
      (before[field] ?? []).map(({ name }) => name),
    );
  // What was added, removed or renamed is for validation to refuse.
  if (!sameNames('containers') || !sameNames('initContainers')) return now;
  const merge = (containers: readonly Container[], old: readonly Container[]): Container[] =>
    old.map((container, i) => {
      const { resizePolicy: _, ...rest } = container;
      const { resources, resizePolicy } = containers[i]!;
      return { ...rest, ...(resources ? { resources } : {}), ...(resizePolicy ? { resizePolicy } : {}) };
    });
  return {
    ...before,
    containers: merge(now.containers, before.containers),
    ...(before.initContainers ? { initContainers: merge(now.initContainers ?? [], before.initContainers) } : {}),
  };
}

function refusal(pod: Pod, old: Pod): string | undefined {
  const atPodLevel = ({ spec }: Pod): boolean => {
    const { requests, limits } = (spec && podLevelResources(spec)) ?? {};
    return Object.keys(requests ?? {}).length + Object.keys(limits ?? {}).length > 0;
  };
  if (atPodLevel(pod) || atPodLevel(old)) return 'pods with pod-level resources cannot be resized';
  if (old.metadata?.annotations?.[MIRROR] !== undefined) return 'static pods cannot be resized';
  return old.spec?.os?.name === 'windows' ? 'windows pods cannot be resized' : undefined;
}

const ONLY_COMPUTE = 'only cpu and memory resources are mutable';

function validateResize(pod: Pod, old: Pod): FieldError[] {
  const refused = refusal(pod, old);
  if (refused) return [forbiddenField('', refused)];
  const [spec, before] = [pod.spec!, old.spec!];
  const errors: FieldError[] = [];
  if (qosClass(spec) !== (old.status?.qosClass ?? qosClass(before)))
    errors.push(invalid('spec', old.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'));
  if (!nodeCanResize(old)) errors.push(forbiddenField('spec', 'Pod running on node without support for resize'));
  for (const [i, container] of before.containers.entries())
    validateRemoved(spec.containers[i]?.resources, container.resources, `spec.containers[${i}].resources`, errors);
  for (const [i, container] of before.containers.entries())
    if (!dequal(withOldCompute(spec.containers[i]!, container), container))
      errors.push(forbiddenField('spec', ONLY_COMPUTE));
  for (const [i, container] of (before.initContainers ?? []).entries()) {
    const next = spec.initContainers![i]!;
    if (container.restartPolicy === 'Always') {
      validateRemoved(next.resources, container.resources, `spec.initContainers[${i}].resources`, errors);
      if (!dequal(withOldCompute(next, container), container))
        errors.push(forbiddenField('spec', 'only cpu and memory resources for sidecar containers are mutable'));
    } else if (!dequal(next, container))
      errors.push(forbiddenField('spec', 'resources for non-sidecar init containers are immutable'));
  }
  return errors;
}

/** A kubelet that resizes reports what is in force. */
function nodeCanResize({ status }: Pod): boolean {
  const running = (status?.containerStatuses ?? []).find(({ state }) => state?.running);
  return running === undefined || (running as { resources?: unknown }).resources !== undefined;
}

function validateRemoved(
  now: ResourceRequirements | undefined,
  before: ResourceRequirements | undefined,
  at: string,
  errors: FieldError[],
): void {
  for (const field of ['requests', 'limits'] as const) {
    const removed = Object.keys(before?.[field] ?? {}).some((name) => now?.[field]?.[name] === undefined);
    if (removed) errors.push(forbiddenField(`${at}.${field}`, `resource ${field} cannot be removed`));
  }
}

function withOldCompute(container: Container, old: Container): Container {
  const { limits: _l, requests: _r, ...others } = container.resources ?? {};
  const resources: ResourceRequirements = { ...others };
  for (const field of ['limits', 'requests'] as const) {
    const before = old.resources?.[field];
    if (!before) continue;
    const { cpu: _c, memory: _m, ...rest } = container.resources?.[field] ?? {};
    resources[field] = { ...rest };
    for (const name of ['cpu', 'memory']) if (before[name] !== undefined) resources[field][name] = before[name]!;
  }
  return { ...container, resources };
}
