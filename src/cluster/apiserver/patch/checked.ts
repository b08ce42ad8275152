/** What a patch may have done to an object's type and address (apiserver/pkg/endpoints/handlers/patch.go). */
import { invalid } from '../../../api/field-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { badRequest, invalidObject } from '../../../api/status-errors.ts';
import type { Request } from '../verbs/request.ts';

/** Throws BadRequest. */
export function checkPatched({ strategy, name, namespace }: Request, next: KubeObject, old: KubeObject): void {
  const { info } = strategy;
  const meta = next.metadata;
  if (meta !== undefined && (typeof meta !== 'object' || meta === null || Array.isArray(meta))) {
    throw badRequest(
      `${info.kind} in version "${info.version}" cannot be handled as a ${info.kind}: json: cannot unmarshal ${Array.isArray(meta) ? 'array' : typeof meta} into Go struct field ${info.kind}.metadata of type v1.ObjectMeta`,
    );
  }
  if ((next.kind ?? info.kind) !== info.kind || (next.apiVersion ?? groupVersion(info)) !== groupVersion(info)) {
    const text = JSON.stringify(Object.fromEntries(Object.entries(next).toSorted(([a], [b]) => (a < b ? -1 : 1))));
    const why = `no kind "${next.kind}" is registered for version "${next.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
    throw invalidObject({ group: '', kind: '' }, '', [invalid('patch', text, why)]);
  }
  // What is no text at all is refused when it is decoded.
  if (typeof meta?.name === 'string' && meta.name !== old.metadata?.name) {
    throw badRequest(`the name of the object (${meta.name}) does not match the name on the URL (${name})`);
  }
  if (info.namespaced && typeof meta?.namespace === 'string' && meta.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}
