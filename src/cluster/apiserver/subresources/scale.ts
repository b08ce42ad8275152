/** /scale: an autoscaling/v1 Scale as a view on an object that has replicas (pkg/registry/apps/deployment/storage). */
import { badRequest, notFound, unknownPath } from '../../../api/status-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { invalid } from '../../../api/field-errors.ts';
import { invalidObject } from '../../../api/status-errors.ts';
import { thaw } from '../../store/frozen.ts';
import { tableOf } from '../core.ts';
import { entriesOf } from '../managed-fields/entries.ts';
import { scaledEntries } from '../managed-fields/scale.ts';
import { writerOf } from '../managed-fields/track.ts';
import { patched } from '../verbs/patch.ts';
import type { Request } from '../verbs/request.ts';
import { checkVersion, replace } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

export const scale: Subresource = {
  name: 'scale',
  read: (request, object) => viewOf(request, object),
  update(request, body) {
    const old = current(request);
    if (body.metadata?.name && body.metadata.name !== request.name) {
      throw badRequest(
        `the name of the object (${body.metadata.name}) does not match the name on the URL (${request.name})`,
      );
    }
    return written(request, body, old);
  },
  patch(request, type, body) {
    const old = current(request);
    return written(request, patched(request, type, body, viewOf(request, old)), old);
  },
};

function current({ core, strategy, namespace, name }: Request): KubeObject {
  const old = core.store.get(tableOf(strategy), namespace, name);
  if (!old) throw notFound(strategy.info, name);
  return old;
}

function viewOf({ strategy }: Request, object: KubeObject): KubeObject {
  if (!strategy.scale) throw unknownPath();
  return strategy.scale.read(object);
}

function written(request: Request, next: KubeObject, old: KubeObject): KubeObject {
  const { strategy, name } = request;
  if (!strategy.scale) throw unknownPath();
  checkVersion(request, next, old);
  const replicas = (next['spec'] as { replicas?: unknown } | undefined)?.replicas ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) {
    throw badRequest(
      `Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${typeof replicas} into Go struct field ScaleSpec.spec.replicas of type int32`,
    );
  }
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, name, [error]);
  }
  const draft = thaw(old);
  strategy.scale.write(draft, next);
  const same = strategy.scale.read(old)['spec'] as { replicas?: number } | undefined;
  const entries = (same?.replicas ?? 0) === replicas ? entriesOf(old.metadata) : scaledEntries(old, writerOf(request));
  const options = { ...request.options, subresource: undefined };
  return strategy.scale.read(replace({ ...request, options, through: 'scale', entries }, draft, old));
}
