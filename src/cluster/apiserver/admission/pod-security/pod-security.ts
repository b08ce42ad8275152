/**
 * PodSecurity (pod-security-admission/admission/admission.go): namespaces say by labels to which level their Pods are held:
 * refused (`enforce`), warned of (`warn`) or noted in the audit event (`audit`).
 */
import type { PodSpec } from 'kubernetes-types/core/v1';
import { type FieldError, invalid } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { forbidden, invalidObject } from '../../../../api/status-errors.ts';
import type { Core } from '../../core.ts';
import type { AdmissionPlugin, Attributes } from '../plugin.ts';
import type { CheckedPod } from './check.ts';
import { type Level, detailsOf, evaluate } from './evaluate.ts';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS = ['privileged', 'baseline', 'restricted'];
const MODES = ['enforce', 'audit', 'warn'] as const;

interface Policy {
  level: Level;
  /** `restricted:latest`. */
  text: string;
}

type Labels = Readonly<Record<string, string>> | undefined;

/** What a wrong label says is taken for the strictest. */
function policyOf(labels: Labels, mode: (typeof MODES)[number]): Policy {
  const asked = labels?.[PREFIX + mode] ?? 'privileged';
  const level = (LEVELS.includes(asked) ? asked : 'restricted') as Level;
  return { level, text: `${level}:${labels?.[`${PREFIX}${mode}-version`] ?? 'latest'}` };
}

/** Where each kind keeps its Pods' template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  PodTemplate: ['template'],
};

function templateOf(object: KubeObject): KubeObject | undefined {
  let at: unknown = object;
  for (const field of TEMPLATES[object.kind ?? ''] ?? []) at = (at as Record<string, unknown> | undefined)?.[field];
  return at === object ? undefined : (at as KubeObject | undefined);
}

function checked(pod: KubeObject): CheckedPod {
  return { annotations: pod.metadata?.annotations ?? {}, spec: pod['spec'] as PodSpec };
}

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  validate(request, core) {
    const { operation, object, old, strategy, namespace } = request;
    if (operation === 'DELETE' || !object) return;
    const { group, kind } = strategy.info;
    if (group === '' && kind === 'Namespace') return checkNamespace(request, core);
    const isPod = group === '' && kind === 'Pod';
    if (!isPod && TEMPLATES[kind] === undefined) return;
    if (request.subresource && request.subresource !== 'ephemeralcontainers') return;
    const labels = core.store.get('namespaces', undefined, namespace ?? '')?.metadata?.labels;
    if (!isHeld(labels)) return;
    if (isPod) {
      if (!old || old['spec'] !== object['spec']) checkPod(request, labels);
      return;
    }
    const template = templateOf({ ...object, kind });
    if (template?.['spec'] && (!old || templateOf({ ...old, kind }) !== template)) {
      note(request, labels, template);
      warn(request, labels, template);
    }
  },
};

function isHeld(labels: Labels): boolean {
  for (const key in labels) if (key.startsWith(PREFIX)) return true;
  return false;
}

function checkPod(request: Attributes, labels: Labels): void {
  const { object, name } = request;
  const { level, text } = policyOf(labels, 'enforce');
  request.annotate?.(`${PREFIX}enforce-policy`, text);
  note(request, labels, object!);
  const found = evaluate(checked(object!), level);
  if (found.length > 0) {
    const why = `violates PodSecurity ${JSON.stringify(text)}: ${detailsOf(found)}`;
    throw forbidden({ group: '', resource: 'pods' }, object!.metadata?.name ?? name, why);
  }
  warn(request, labels, object!);
}

function note(request: Attributes, labels: Labels, pod: KubeObject): void {
  if (!request.annotate) return;
  const { level, text } = policyOf(labels, 'audit');
  const found = evaluate(checked(pod), level);
  if (found.length === 0) return;
  request.annotate(
    `${PREFIX}audit-violations`,
    `would violate PodSecurity ${JSON.stringify(text)}: ${detailsOf(found)}`,
  );
}

function warn(request: Attributes, labels: Labels, pod: KubeObject): void {
  const { level, text } = policyOf(labels, 'warn');
  const found = evaluate(checked(pod), level);
  if (found.length > 0) request.warn(`would violate PodSecurity ${JSON.stringify(text)}: ${detailsOf(found)}`);
}

function labelErrors(labels: Labels): FieldError[] {
  return MODES.flatMap((mode) => {
    const errors: FieldError[] = [];
    const [level, version] = [labels?.[PREFIX + mode], labels?.[`${PREFIX}${mode}-version`]];
    if (level !== undefined && !LEVELS.includes(level)) {
      errors.push(invalid(`metadata.labels[${PREFIX}${mode}]`, level, `must be one of ${LEVELS.join(', ')}`));
    }
    if (version !== undefined && version !== 'latest' && !/^v1\.(0|[1-9]\d*)$/.test(version)) {
      const field = `metadata.labels[${PREFIX}${mode}-version]`;
      errors.push(invalid(field, version, 'must be "latest" or "v1.x"'));
    }
    return errors;
  });
}

function checkNamespace(request: Attributes, core: Core): void {
  const { object, old, strategy, subresource } = request;
  if (subresource) return;
  const labels = object!.metadata?.labels;
  const before = old?.metadata?.labels;
  const errors = isHeld(labels) ? labelErrors(labels) : [];
  // What was wrong before may stay so.
  if (errors.length > 0 && (!old || labelErrors(before).length === 0)) {
    throw invalidObject(strategy.info, object!.metadata?.name ?? '', errors);
  }
  if (!old) return;
  const [next, last] = [policyOf(labels, 'enforce'), policyOf(before, 'enforce')];
  if (next.text === last.text || LEVELS.indexOf(next.level) === 0) return;
  if (LEVELS.indexOf(next.level) < LEVELS.indexOf(last.level)) return;
  warnOfPods(request, core, next);
}

/** Pods that run already stay; the one who raises the level is told of them. */
function warnOfPods(request: Attributes, core: Core, { level, text }: Policy): void {
  const namespace = request.object!.metadata?.name ?? '';
  const groups = new Map<string, string[]>();
  for (const pod of core.store.list('pods', { namespace })) {
    const reasons = evaluate(checked(pod), level).map(({ reason }) => reason);
    if (reasons.length === 0) continue;
    const key = reasons.join(', ');
    groups.set(key, [...(groups.get(key) ?? []), pod.metadata?.name ?? '']);
  }
  if (groups.size === 0) return;
  request.warn(
    `existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level ${JSON.stringify(text)}`,
  );
  const lines = [...groups].map(([reasons, [first = '', ...others]]) => {
    const more = others.length === 0 ? '' : ` (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
    return `${first}${more}: ${reasons}`;
  });
  for (const line of lines.sort()) request.warn(line);
}
