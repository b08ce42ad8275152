/** Projected volumes (pkg/apis/core/validation/validation.go validateProjectionSources). */
import type {
  KeyToPath,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField, invalid, required } from '../../../../../api/field-errors.ts';
import { validateDownwardFile } from './downward-api.ts';
import { localNonReservedPath, validateMode } from './paths.ts';
import { validateItem } from './volume-sources.ts';

export function validateProjected(source: ProjectedVolumeSource, at: string, errors: FieldError[]): void {
  validateMode(source.defaultMode, `${at}.defaultMode`, errors);
  const paths = new Set<string>();
  /** Every file may be given once. */
  const claim = (path: string | undefined, shown: string): void => {
    if (!path) return;
    if (paths.has(path)) errors.push(invalid(at, shown, 'conflicting duplicate paths'));
    paths.add(path);
  };
  for (const [i, projection] of (source.sources ?? []).entries())
    validateProjection(projection, at, `${at}.sources[${i}]`, claim, errors);
}

type Claim = (path: string | undefined, shown: string) => void;

function validateProjection(
  projection: VolumeProjection,
  volume: string,
  at: string,
  claim: Claim,
  errors: FieldError[],
): void {
  const { downwardAPI, serviceAccountToken } = projection;
  for (const kind of ['secret', 'configMap'] as const) {
    const source = projection[kind];
    if (!source) continue;
    if (!source.name) errors.push(required(`${at}.${kind}.name`));
    validateProjectedItems(source.items, source.name ?? '', `${at}.${kind}.items`, claim, errors);
  }
  for (const file of downwardAPI?.items ?? []) {
    validateDownwardFile(file, `${at}.downwardAPI`, errors);
    claim(file.path, file.path);
  }
  if (serviceAccountToken) validateToken(serviceAccountToken, volume, `${at}.serviceAccountToken`, errors);
  if (Object.keys(projection).length > 1)
    errors.push(forbiddenField(at, 'may not specify more than 1 volume type per source'));
}

function validateProjectedItems(
  items: readonly KeyToPath[] | undefined,
  name: string,
  path: string,
  claim: Claim,
  errors: FieldError[],
): void {
  for (const [i, item] of (items ?? []).entries()) {
    validateItem(item, `${path}[${i}]`, errors);
    claim(item.path, name);
  }
}

/** Upstream reports the path at the volume. */
function validateToken(token: ServiceAccountTokenProjection, volume: string, at: string, errors: FieldError[]): void {
  const seconds = token.expirationSeconds ?? 0;
  const field = `${at}.expirationSeconds`;
  if (seconds < 600) errors.push(invalid(field, seconds, 'may not specify a duration less than 10 minutes'));
  if (seconds > 2 ** 32) errors.push(invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds'));
  if (!token.path) errors.push(required(`${volume}.path`));
  else localNonReservedPath(token.path, `${volume}.path`, errors);
}
