/** Patch (apiserver/pkg/endpoints/handlers/patch.go): the object as it is, changed, then written as an update. */
import type { KubeObject } from '../../../api/object.ts';
import { notFound, unsupportedMediaType } from '../../../api/status-errors.ts';
import type { PatchType } from '../../../client/client.ts';
import { thaw } from '../../store/frozen.ts';
import { jsonPatched, mergePatched } from '../patch/json.ts';
import { strategicPatched } from '../patch/strategic.ts';
import { serverSideApply } from './apply.ts';
import type { Request } from './request.ts';
import { decodePatched } from '../decode.ts';
import { checkPatched } from '../patch/checked.ts';
import { storedObject } from './stored.ts';
import { checkVersion, replace } from './update.ts';

export function patch(request: Request, type: PatchType, body: unknown): KubeObject {
  const { core, strategy, namespace, name } = request;
  const old = storedObject(core, strategy, namespace, name);
  if (type === 'application/apply-patch+yaml') return serverSideApply(request, body, old);
  if (!old) throw notFound(strategy.info, name);
  const strategic = type === 'application/strategic-merge-patch+json' ? body : undefined;
  const next = patched(request, type, body, old);
  // What a strategic patch makes is put into the kind's struct, whatever it calls itself.
  if (strategic !== undefined) Object.assign(next, { kind: old.kind, apiVersion: old.apiVersion });
  checkPatched(request, next, old);
  checkVersion(request, { metadata: { resourceVersion: next.metadata?.resourceVersion ?? '' } }, old);
  return replace(request, decodePatched(strategy, next, request.options, strategic), old);
}

/** `current` with the patch applied: a private, mutable object that nobody has checked yet. */
export function patched(request: Request, type: PatchType, body: unknown, current: KubeObject): KubeObject {
  switch (type) {
    case 'application/json-patch+json':
      return jsonPatched(thaw(current), body);
    case 'application/merge-patch+json':
      return mergePatched(current, body);
    case 'application/strategic-merge-patch+json':
      if (request.strategy.schema)
        throw unsupportedMediaType(
          'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
        );
      return strategicPatched(current, body);
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml`,
      );
  }
}
