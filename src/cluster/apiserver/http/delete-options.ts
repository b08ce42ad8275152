/** DeleteOptions from the query or the body (apiserver/pkg/endpoints/handlers/delete.go). */
import { notSupported } from '../../../api/field-errors.ts';
import { badRequest, invalidObject } from '../../../api/status-errors.ts';
import type { DeleteOptions } from '../../../client/client.ts';
import { isRecord } from '../patch/json.ts';
import { goType } from './body.ts';
import { flag, integer } from './query.ts';

const POLICIES = ['Foreground', 'Background', 'Orphan'];

/** `body` is undefined when there was none. */
export function deleteQuery(query: URLSearchParams, body: unknown): DeleteOptions {
  return body === undefined ? fromQuery(query) : fromBody(query, body);
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  const grace = integer(query, 'gracePeriodSeconds');
  const orphan = query.has('orphanDependents') ? flag(query, 'orphanDependents') : undefined;
  return build(grace, query.get('propagationPolicy') || undefined, orphan, query.getAll('dryRun'), undefined);
}

function fromBody(query: URLSearchParams, body: unknown): DeleteOptions {
  if (!isRecord(body))
    throw badRequest(`json: cannot unmarshal ${goType(body)} into Go value of type v1.DeleteOptions`);
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions } = body;
  const typed = (value: unknown, type: string, field: string, go: string): void => {
    if (value === undefined || value === null || typeof value === type) return;
    const found = goType(value);
    throw badRequest(
      `DeleteOptions in version "v1" cannot be handled as a DeleteOptions: json: cannot unmarshal ${found} into Go struct field DeleteOptions.${field} of type ${go}`,
    );
  };
  typed(gracePeriodSeconds, 'number', 'gracePeriodSeconds', 'int64');
  typed(propagationPolicy, 'string', 'propagationPolicy', 'v1.DeletionPropagation');
  typed(orphanDependents, 'boolean', 'orphanDependents', 'bool');
  if (Array.isArray(body['dryRun'])) for (const one of body['dryRun']) typed(one, 'string', 'dryRun', 'string');
  const dryRun = Array.isArray(body['dryRun']) ? body['dryRun'].map(String) : query.getAll('dryRun');
  return build(
    (gracePeriodSeconds ?? undefined) as number | undefined,
    (propagationPolicy ?? undefined) as string | undefined,
    (orphanDependents ?? undefined) as boolean | undefined,
    dryRun,
    isRecord(preconditions) ? preconditions : undefined,
  );
}

function build(
  grace: number | undefined,
  policy: string | undefined,
  orphan: boolean | undefined,
  dryRun: readonly string[],
  preconditions: Record<string, unknown> | undefined,
): DeleteOptions {
  const errors = [];
  if (policy !== undefined && !POLICIES.includes(policy)) {
    errors.push(notSupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  }
  if (dryRun.some((value) => value !== 'All')) {
    const message = `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`;
    errors.push({ reason: 'FieldValueNotSupported', field: 'dryRun', message });
  }
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  const propagation = policy ?? (orphan === undefined ? undefined : orphan ? 'Orphan' : 'Background');
  const options: DeleteOptions = { dryRun: dryRun.length > 0 };
  if (grace !== undefined) options.gracePeriodSeconds = grace;
  if (propagation !== undefined) options.propagationPolicy = propagation as 'Background' | 'Foreground' | 'Orphan';
  const { uid, resourceVersion } = preconditions ?? {};
  if (typeof uid === 'string' || typeof resourceVersion === 'string') {
    options.preconditions = {
      ...(typeof uid === 'string' ? { uid } : {}),
      ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    };
  }
  return options;
}
