/** Resources and resource claims of a Pod as a whole (pkg/apis/core/validation/validation.go validatePodResources, validatePodResourceClaims). */
import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  invalid,
  invalidJson,
  invalids,
  required,
} from '../../../../../api/field-errors.ts';
import { internalJson } from './internal-structs.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../../../api/names.ts';
import { canonicalQuantity, compareQuantity, formatQuantity, parseQuantity } from '../../../../../api/quantity.ts';
import { aggregateRequests } from './pod-requests.ts';
import { validatePodLevelRequirements } from './resources.ts';

interface ResourceClaim {
  name?: string;
  resourceClaimName?: string;
  resourceClaimTemplateName?: string;
}

export function podLevelResources(spec: PodSpec): ResourceRequirements | undefined {
  return (spec as { resources?: ResourceRequirements }).resources;
}

export function validatePodResources(spec: PodSpec, path: string, errors: FieldError[]): void {
  const resources = podLevelResources(spec);
  if (!resources) return;
  validatePodLevelRequirements(resources, path, errors);
  const zero = { nano: 0n, format: 'DecimalSI' as const };
  for (const [name, sum] of aggregateRequests(spec)) {
    const asked = parseQuantity(resources.requests?.[name] ?? '0') ?? zero;
    if (compareQuantity(sum, asked) <= 0) continue;
    const text = `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`;
    errors.push(invalid(`${path}.requests[${name}]`, formatQuantity(asked), text));
  }
  for (const [i, container] of (spec.containers ?? []).entries()) {
    for (const [name, text] of Object.entries(container.resources?.limits ?? {})) {
      const most = resources.limits?.[name];
      const [own, allowed] = [parseQuantity(text), most === undefined ? undefined : parseQuantity(most)];
      if (!own || !allowed || compareQuantity(own, allowed) <= 0) continue;
      const why = `must be less than or equal to pod limits of ${canonicalQuantity(most!)}`;
      errors.push(invalid(`${path}.containers[${i}][${name}].limits`, canonicalQuantity(text), why));
    }
  }
}

export function validateResourceClaims(spec: PodSpec, path: string, errors: FieldError[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [i, claim] of ((spec.resourceClaims ?? []) as ResourceClaim[]).entries()) {
    const at = `${path}[${i}]`;
    const { name, resourceClaimName: own, resourceClaimTemplateName: template } = claim;
    if (!name) errors.push(required(`${at}.name`));
    else if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else errors.push(...invalids(`${at}.name`, name, isDNS1123Label(name)));
    if (name) names.add(name);
    const shown = (): string => internalJson('PodResourceClaim', claim);
    const one = '`resourceClaimName` or `resourceClaimTemplateName`';
    if (own !== undefined && template !== undefined)
      errors.push(invalidJson(at, shown(), `at most one of ${one} may be specified`));
    if (own === undefined && template === undefined)
      errors.push(invalidJson(at, shown(), 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'));
    if (own !== undefined) errors.push(...invalids(`${at}.resourceClaimName`, own, isDNS1123Subdomain(own)));
    if (template !== undefined)
      errors.push(...invalids(`${at}.resourceClaimTemplateName`, template, isDNS1123Subdomain(template)));
  }
  return names;
}
