/** ResourceQuotas (pkg/registry/core/resourcequota/strategy.go; validation.go ValidateResourceQuota; printers.go printResourceQuota). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, invalid, required, struct } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { canonicalList } from './pod-spec/canonical-resources.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { isQuotaResource, validateResourceAmount, validateResourceName } from './resource-names.ts';

interface ScopeRequirement {
  scopeName: string;
  operator: string;
  values?: string[];
}

interface Spec {
  hard?: Record<string, string>;
  scopes?: string[];
  scopeSelector?: { matchExpressions?: ScopeRequirement[] };
}

interface Status {
  hard?: Record<string, string>;
  used?: Record<string, string>;
}

const POD_COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const OF_PODS = new Set(['pods', ...POD_COMPUTE]);
/** Which standard resources a scope can be asked of. */
const SCOPES: Readonly<Record<string, ReadonlySet<string>>> = {
  Terminating: OF_PODS,
  NotTerminating: OF_PODS,
  BestEffort: new Set(['pods']),
  NotBestEffort: OF_PODS,
  PriorityClass: OF_PODS,
  CrossNamespacePodAffinity: OF_PODS,
  VolumeAttributesClass: new Set(['persistentvolumeclaims', 'requests.storage']),
};
const PAIRS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;
const ONLY_EXISTS = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function unscoped(scope: string, spec: Spec): string[] {
  return Object.keys(spec.hard ?? {}).filter((name) => isQuotaResource(name) && !SCOPES[scope]?.has(name));
}

function validateScopes(spec: Spec, errors: FieldError[]): void {
  const { scopes = [] } = spec;
  for (const scope of scopes) {
    if (!SCOPES[scope]) errors.push(invalid('spec.scopes', scopes, 'unsupported scope'));
    for (const _ of SCOPES[scope] ? unscoped(scope, spec) : [])
      errors.push(invalid('spec.scopes', scopes, 'unsupported scope applied to resource'));
  }
  for (const [a, b] of PAIRS)
    if (scopes.includes(a) && scopes.includes(b)) errors.push(invalid('spec.scopes', scopes, 'conflicting scopes'));
}

/** The Go struct. */
function shownSelector({ scopeSelector }: Spec): object {
  const expressions = (scopeSelector?.matchExpressions ?? []) as Partial<ScopeRequirement>[];
  return struct({
    MatchExpressions: expressions.map(({ scopeName = '', operator = '', values = null }) =>
      struct({ ScopeName: scopeName, Operator: operator, Values: values }),
    ),
  });
}

function validateScopeSelector(spec: Spec, errors: FieldError[]): void {
  const at = 'spec.scopeSelector.matchExpressions';
  const expressions = spec.scopeSelector?.matchExpressions ?? [];
  for (const { scopeName = '', operator = '', values } of expressions as Partial<ScopeRequirement>[]) {
    if (!SCOPES[scopeName]) errors.push(invalid(`${at}.scopeName`, scopeName, 'unsupported scope'));
    for (const _ of SCOPES[scopeName] ? unscoped(scopeName, spec) : [])
      errors.push(invalid(at, shownSelector(spec), 'unsupported scope applied to resource'));
    if (ONLY_EXISTS.includes(scopeName) && operator !== 'Exists')
      errors.push(
        invalid(
          `${at}.operator`,
          operator,
          "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
        ),
      );
    if (operator === 'In' || operator === 'NotIn') {
      if (!values?.length)
        errors.push(
          required(`${at}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"),
        );
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values?.length)
        errors.push(
          invalid(
            `${at}.values`,
            values,
            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
          ),
        );
    } else errors.push(invalid(`${at}.operator`, operator, 'not a valid selector operator'));
  }
  const names = expressions.map(({ scopeName }) => scopeName);
  for (const [a, b] of PAIRS)
    if (names.includes(a) && names.includes(b)) errors.push(invalid(at, shownSelector(spec), 'conflicting scopes'));
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  for (const [name, amount] of Object.entries(spec.hard ?? {})) {
    const at = `spec.hard[${name}]`;
    errors.push(...validateResourceName(name, at));
    if (!name.includes('/') && !isQuotaResource(name))
      errors.push(invalid(at, name, 'must be a standard resource for quota'));
    errors.push(...validateResourceAmount(name, amount, at));
  }
  validateScopes(spec, errors);
  validateScopeSelector(spec, errors);
  return errors;
}

function canonicalise(list: Record<string, string> | undefined): void {
  canonicalList(list);
}

export const resourceQuotaStrategy: Strategy = {
  info: info('v1', 'ResourceQuota', 'resourcequotas', { shortNames: ['quota'], subresources: ['status'] }),
  applyDefaults(object) {
    const status = object['status'] as Status | undefined;
    for (const list of [specOf(object).hard, status?.hard, status?.used]) canonicalise(list);
  },
  prepareForCreate(object) {
    object['status'] = {};
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  validate,
  validateUpdate(object, old) {
    const errors = validate(object);
    const [scopes, before] = [specOf(object).scopes ?? [], specOf(old).scopes ?? []];
    if (!dequal(new Set(scopes), new Set(before))) errors.push(invalid('spec.scopes', scopes, IMMUTABLE));
    return errors;
  },
  columns: columns('Name', 'Request', 'Limit', 'Age'),
  cells(object, now) {
    const { hard = {}, used = {} } = (object['status'] ?? {}) as Status;
    const text = (limits: boolean): string =>
      Object.keys(hard)
        .filter((name) => name.includes('limits') === limits)
        .toSorted()
        .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
        .join(', ');
    return [nameOf(object), text(false), text(true), ageOf(object, now)];
  },
};
