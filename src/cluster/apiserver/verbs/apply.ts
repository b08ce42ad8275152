/** Server-side apply (apiserver/pkg/endpoints/handlers/patch.go applyPatcher). */
import { required } from '../../../api/field-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { badRequest, conflict, invalidObject } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { appliedObject } from '../managed-fields/apply.ts';
import { joined, typeErrors } from '../managed-fields/check-typed.ts';
import { typeOfKind } from '../managed-fields/field-types.ts';
import { writerOf } from '../managed-fields/track.ts';
import { isRecord, jsonType } from '../patch/json.ts';
import { create } from './create.ts';
import type { Request } from './request.ts';
import { checkPatched } from '../patch/checked.ts';
import { checkVersion, replace } from './update.ts';

export function serverSideApply(request: Request, body: unknown, old: KubeObject | undefined): KubeObject {
  const { options } = request;
  if (!options.fieldManager) {
    const error = required('fieldManager', 'is required for apply patch');
    throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [error]);
  }
  const config = configuration(request, body);
  const { object, entries } = appliedObject(old, config, writerOf(request), { force: options.force === true });
  for (const fault of options.faults ?? []) {
    const why = `error converting YAML to JSON: ${fault}`;
    if (options.fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: ${why}`);
    options.warn?.(why);
  }
  if (old) {
    checkPatched(request, object, old);
    checkVersion(request, object, old);
    return replace({ ...request, entries }, object, old);
  }
  return created({ ...request, entries }, object);
}

function created(request: Request, object: KubeObject): KubeObject {
  const { strategy, name } = request;
  const { uid, resourceVersion: _, ...metadata } = object.metadata ?? {};
  if (uid) {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw conflict(strategy.info, name, why);
  }
  if (metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  return create(request, { ...object, metadata: { ...metadata, name } });
}

/** The body as an object of the kind. Throws BadRequest, or what the schema says against it. */
function configuration(request: Request, given: unknown): KubeObject {
  const { strategy, namespace } = request;
  // To Go no document at all is a map with nothing in it.
  const body = given ?? {};
  if (!isRecord(body)) {
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonType(body)} into Go value of type map[string]interface {}`,
    );
  }
  const config = body as KubeObject;
  checkType(request, config);
  const errors = typeErrors(config, typeOfKind(strategy));
  if (errors.length === 0 && config.metadata?.managedFields !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  if (errors.length > 0) {
    const { group, version, kind } = strategy.info;
    const meta = isRecord(config.metadata) ? config.metadata : {};
    const at = `${meta.namespace ?? namespace ?? ''}/${meta.name ?? ''}; ${group}/${version}, Kind=${kind}`;
    throw plain(`failed to create typed patch object (${at}): ${joined(errors)}`);
  }
  return config;
}

function checkType({ strategy }: Request, { apiVersion, kind }: KubeObject): void {
  const { info } = strategy;
  const [group, version] =
    typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  if (kind !== info.kind || group !== info.group || version !== info.version) {
    throw badRequest(`invalid object type: ${gvk(apiVersion, kind)}`);
  }
}

/** As GroupVersionKind prints itself: `/v1, Kind=Pod`. */
function gvk(apiVersion: unknown, kind: unknown): string {
  const text = typeof apiVersion === 'string' ? apiVersion : '';
  return `${text.includes('/') ? text : `/${text}`}, Kind=${typeof kind === 'string' ? kind : ''}`;
}

function plain(message: string): StatusError {
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}
