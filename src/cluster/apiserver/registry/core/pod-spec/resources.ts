/** Requests and limits (pkg/apis/core/validation/validation.go validateResourceRequirements; pkg/apis/core/helper/helpers.go). */
import type { ResourceRequirements } from 'kubernetes-types/core/v1';
import {
  NOT_NEGATIVE,
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import { isDNS1123Label, isQualifiedName } from '../../../../../api/names.ts';
import { type Quantity, canonicalQuantity, compareQuantity, parseQuantity } from '../../../../../api/quantity.ts';

type NameRule = (name: string, at: string) => FieldError[];
type ResourceList = Readonly<Record<string, string>>;

const NANO = 1_000_000_000n;
const HUGE_PAGES = 'hugepages-';

const STANDARD_RESOURCES = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
]);

const INTEGER_RESOURCES = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** `example.com/gpu`: neither the cluster's own nor a quota's. */
function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith('requests.')) return false;
  return isQualifiedName(`requests.${name}`).length === 0;
}

function mayOvercommit(name: string): boolean {
  return isNative(name) && !name.startsWith(HUGE_PAGES);
}

/** Any resource: a standard one or fully qualified. */
function validateResourceName(name: string, at: string): FieldError[] {
  const errors = invalids(at, name, isQualifiedName(name));
  if (errors.length > 0 || name.includes('/')) return errors;
  const standard =
    STANDARD_RESOURCES.has(name) || name.startsWith(HUGE_PAGES) || name.startsWith(`requests.${HUGE_PAGES}`);
  return standard ? [] : [invalid(at, name, 'must be a standard resource type or fully qualified')];
}

function containerResourceName(name: string, at: string): FieldError[] {
  if (CONTAINER_RESOURCES.has(name)) return [];
  const errors = validateResourceName(name, at);
  if (!name.includes('/')) {
    if (!name.startsWith(HUGE_PAGES)) errors.push(invalid(at, name, 'must be a standard resource for containers'));
  } else if (!isNative(name) && !isExtended(name)) {
    errors.push(invalid(at, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);

function podResourceName(name: string, at: string): FieldError[] {
  const errors = invalids(at, name, isQualifiedName(name));
  if (errors.length > 0 || name === 'cpu' || name === 'memory' || name.startsWith(HUGE_PAGES)) return errors;
  return [notSupported(at, name, ['cpu', 'memory'])];
}

/** Never negative; whole, where one cannot have a part of a thing. */
function validateResourceQuantity(name: string, text: string, at: string, errors: FieldError[]): void {
  const value = parseQuantity(text);
  if (!value) return;
  if (value.nano < 0n) errors.push(invalid(at, canonicalQuantity(text), NOT_NEGATIVE));
  if (CONTAINER_RESOURCES.has(name)) return;
  if ((INTEGER_RESOURCES.has(name) || isExtended(name)) && value.nano % NANO !== 0n)
    errors.push(invalid(at, canonicalQuantity(text), 'must be an integer'));
}

function hugePages(name: string, value: Quantity, text: string, at: string, errors: FieldError[]): boolean {
  if (!name.startsWith(HUGE_PAGES)) return false;
  const page = parseQuantity(name.slice(HUGE_PAGES.length));
  if (!page || page.nano <= 0n || value.nano % page.nano !== 0n)
    errors.push(invalid(at, text, `${text} is not positive integer multiple of ${name}`));
  return true;
}

function isCompute(list: ResourceList | undefined): boolean {
  return list?.['cpu'] !== undefined || list?.['memory'] !== undefined;
}

/** Requests need not be below limits everywhere: what cannot be overcommitted must equal them. */
function validateRequest(name: string, text: string, limits: ResourceList, path: string, errors: FieldError[]): void {
  const limit = limits[name];
  if (limit === undefined) {
    if (!mayOvercommit(name))
      errors.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'));
    return;
  }
  const [asked, allowed] = [parseQuantity(text), parseQuantity(limit)];
  if (!asked || !allowed) return;
  const order = compareQuantity(asked, allowed);
  const [shown, most] = [canonicalQuantity(text), canonicalQuantity(limit)];
  if (order !== 0 && !mayOvercommit(name))
    errors.push(invalid(`${path}.requests`, shown, `must be equal to ${name} limit of ${most}`));
  else if (order > 0)
    errors.push(invalid(`${path}.requests`, shown, `must be less than or equal to ${name} limit of ${most}`));
}

function validateRequirements(
  { limits, requests }: ResourceRequirements,
  path: string,
  rule: NameRule,
  errors: FieldError[],
): void {
  if (!limits && !requests) return;
  let huge = false;
  const check = (name: string, text: string, at: string, more?: () => void): void => {
    errors.push(...rule(name, at));
    validateResourceQuantity(name, text, at, errors);
    more?.();
    const value = parseQuantity(text);
    if (value && hugePages(name, value, canonicalQuantity(text), at, errors)) huge = true;
  };
  for (const name of sortedKeys(limits)) check(name, limits![name]!, `${path}.limits[${name}]`);
  for (const name of sortedKeys(requests)) {
    const text = requests![name]!;
    check(name, text, `${path}.requests[${name}]`, () => validateRequest(name, text, limits ?? {}, path, errors));
  }
  if (huge && !isCompute(limits) && !isCompute(requests))
    errors.push(forbiddenField(path, 'HugePages require cpu or memory'));
}

function sortedKeys(list: ResourceList | undefined): string[] {
  return list ? Object.keys(list).toSorted() : [];
}

export function validateContainerResources(
  resources: ResourceRequirements | undefined,
  claims: ReadonlySet<string>,
  path: string,
  errors: FieldError[],
): void {
  if (!resources) return;
  validateRequirements(resources, path, containerResourceName, errors);
  if (resources.claims) validateClaims(resources.claims, claims, `${path}.claims`, errors);
}

export function validatePodLevelRequirements(
  resources: ResourceRequirements,
  path: string,
  errors: FieldError[],
): void {
  if (resources.claims)
    errors.push(forbiddenField(`${path}.claims`, 'claims cannot be set for Resources at pod-level'));
  validateRequirements(resources, path, podResourceName, errors);
}

function validateClaims(
  claims: readonly { name: string; request?: string }[],
  known: ReadonlySet<string>,
  path: string,
  errors: FieldError[],
): void {
  const seen = new Set<string>();
  for (const [i, { name, request }] of claims.entries()) {
    const at = `${path}[${i}]`;
    if (!name) {
      errors.push(required(at));
      continue;
    }
    if (request) errors.push(...invalids(`${at}.request`, request, isDNS1123Label(request)));
    const key = request ? `${name}/${request}` : name;
    if (seen.has(name)) errors.push(duplicate(at, name));
    else if (seen.has(key)) errors.push(duplicate(at, key));
    else if (!request && [...seen].some((one) => one.startsWith(`${name}/`))) errors.push(duplicate(at, name));
    seen.add(key);
    if (known.has(name)) continue;
    const among = known.size === 0 ? ' which is empty' : `: ${[...known].toSorted().join(', ')}`;
    errors.push({
      reason: 'FieldValueNotFound',
      field: at,
      message: `Not found: ${JSON.stringify(name)}: must be one of the names in pod.spec.resourceClaims${among}`,
    });
  }
}
