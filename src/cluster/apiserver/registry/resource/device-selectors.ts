/** Device selectors and requests (pkg/apis/resource/validation/validation.go). */
import { type FieldError, duplicate, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../../api/names.ts';

export interface Selector {
  cel?: { expression?: string };
}

interface ExactRequest {
  deviceClassName?: string;
  selectors?: Selector[];
  allocationMode?: string;
  count?: number;
  tolerations?: unknown;
  capacity?: unknown;
}

export interface ClaimSpec {
  devices?: {
    requests?: { name?: string; exactly?: ExactRequest; firstAvailable?: (ExactRequest & { name?: string })[] }[];
  };
}

const MODES = ['All', 'ExactCount'];

export function validateSelectors(selectors: readonly Selector[], path: string, errors: FieldError[]): void {
  for (const [i, { cel }] of selectors.entries()) {
    if (!cel) errors.push(required(`${path}[${i}].cel`));
    else if (!cel.expression) errors.push(required(`${path}[${i}].cel.expression`));
  }
}

function validateExact(request: ExactRequest, at: string, errors: FieldError[]): void {
  const { deviceClassName = '', selectors = [], allocationMode = '', count = 0 } = request;
  if (deviceClassName === '') errors.push(required(`${at}.deviceClassName`));
  else
    for (const message of isDNS1123Subdomain(deviceClassName))
      errors.push(invalid(`${at}.deviceClassName`, deviceClassName, message));
  validateSelectors(selectors, `${at}.selectors`, errors);
  if (!MODES.includes(allocationMode)) errors.push(notSupported(`${at}.allocationMode`, allocationMode, MODES));
  else if (allocationMode === 'ExactCount' && count <= 0)
    errors.push(invalid(`${at}.count`, count, 'must be greater than zero'));
  else if (allocationMode === 'All' && count !== 0)
    errors.push(invalid(`${at}.count`, count, "must not be specified when allocationMode is 'All'"));
}

export function validateClaimSpec(spec: ClaimSpec, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, request] of (spec.devices?.requests ?? []).entries()) {
    const at = `${path}.devices.requests[${i}]`;
    const { name = '', exactly, firstAvailable = [] } = request;
    if (name === '') errors.push(required(`${at}.name`));
    else for (const message of isDNS1123Label(name)) errors.push(invalid(`${at}.name`, name, message));
    if (names.has(name)) errors.push(duplicate(`${path}.devices.requests[${i}].name`, name));
    names.add(name);
    if (exactly && firstAvailable.length > 0)
      errors.push(
        invalid(at, null, 'exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set'),
      );
    else if (exactly) validateExact(exactly, `${at}.exactly`, errors);
    else if (firstAvailable.length === 0)
      errors.push(required(at, 'exactly one of `exactly` or `firstAvailable` is required'));
    for (const [j, one] of firstAvailable.entries()) {
      if (!one.name) errors.push(required(`${at}.firstAvailable[${j}].name`));
      validateExact(one, `${at}.firstAvailable[${j}]`, errors);
    }
  }
  return errors;
}

/** One device exactly, unless asked otherwise (pkg/apis/resource/v1/defaults.go). */
export function defaultClaimSpec(spec: ClaimSpec): void {
  for (const { exactly, firstAvailable = [] } of spec.devices?.requests ?? []) {
    for (const request of [...(exactly ? [exactly] : []), ...firstAvailable]) {
      if (Object.isFrozen(request)) continue;
      // Behind DRADeviceTaints and DRAConsumableCapacity, which are off.
      delete request.tolerations;
      delete request.capacity;
      if (!request.allocationMode) request.allocationMode = 'ExactCount';
      if (request.allocationMode === 'ExactCount' && !request.count) request.count = 1;
    }
  }
}
