/** How large an object may be that is stored (etcd's --max-request-bytes). */
import type { FieldError } from '../../../api/field-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { invalidObject } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { validateMetadata } from '../metadata.ts';
import type { Request } from './request.ts';

const MOST = 1.5 * 1024 * 1024;

/**
 * Throws for what came from outside and is larger.
 * Simplified: measured as JSON, and said with 413 where upstream passes etcd's answer on with 500.
 */
export function checkSize({ options }: Request, object: KubeObject): void {
  if (options.fieldValidation === undefined || options.dryRun || JSON.stringify(object).length <= MOST) return;
  throw entityTooLarge();
}

export function entityTooLarge(): StatusError {
  const message = 'etcdserver: request is too large';
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 413 });
}

/** As `checkSize`, before the costly part of a write; what is invalid hears that first, as it would later. */
export function refuseLarge(request: Request, draft: KubeObject, validate: () => FieldError[] | undefined): void {
  try {
    checkSize(request, draft);
  } catch (error) {
    const errors = [...validateMetadata(draft, request.strategy), ...(validate() ?? [])];
    throw errors.length === 0 ? error : invalidObject(request.strategy.info, draft.metadata?.name ?? '', errors);
  }
}
