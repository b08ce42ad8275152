/** Names of resources in quotas and limit ranges (pkg/apis/core/helper/helpers.go, validation.go). */
import { type FieldError, NOT_NEGATIVE, invalid } from '../../../../api/field-errors.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import { canonicalQuantity, parseQuantity } from '../../../../api/quantity.ts';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const both = COMPUTE.flatMap((name) => [`requests.${name}`, `limits.${name}`]);
const OBJECTS = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const QUOTA = new Set([...COMPUTE, ...both, ...OBJECTS, 'requests.storage']);
const STANDARD = new Set([...QUOTA, 'storage']);
const CONTAINER = new Set(COMPUTE);

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

export function isQuotaResource(name: string): boolean {
  return QUOTA.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
}

export function validateResourceName(name: string, path: string): FieldError[] {
  const errors = isQualifiedName(name).map((message) => invalid(path, name, message));
  if (errors.length > 0) return errors;
  const standard = STANDARD.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
  if (!name.includes('/') && !standard)
    errors.push(invalid(path, name, 'must be a standard resource type or fully qualified'));
  return errors;
}

export function validateContainerResourceName(name: string, path: string): FieldError[] {
  const errors = validateResourceName(name, path);
  if (!name.includes('/') && !CONTAINER.has(name) && !isHugePages(name))
    errors.push(invalid(path, name, 'must be a standard resource for containers'));
  return errors;
}

const WHOLE = new Set([...OBJECTS.slice(0, 7), 'services.nodeports', 'services.loadbalancers']);

/** ValidateResourceQuantityValue: none negative; counts of objects are whole. */
export function validateResourceAmount(name: string, text: string, path: string): FieldError[] {
  const nano = parseQuantity(text)?.nano ?? 0n;
  if (nano < 0n) return [invalid(path, canonicalQuantity(text), NOT_NEGATIVE)];
  if ((WHOLE.has(name) || name.includes('/')) && nano % 1_000_000_000n !== 0n)
    return [invalid(path, canonicalQuantity(text), 'must be an integer')];
  return [];
}
