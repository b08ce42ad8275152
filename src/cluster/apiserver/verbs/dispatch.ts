/** Which of the ways to change an object a subresource means. */
import type { KubeObject } from '../../../api/object.ts';
import { methodNotAllowed, unknownPath } from '../../../api/status-errors.ts';
import type { PatchType } from '../../../client/client.ts';
import { groupResource } from '../../../api/resource.ts';
import { subresources } from '../subresources/index.ts';
import { tableOf } from '../core.ts';
import type { Subresource } from '../subresources/subresource.ts';
import { create } from './create.ts';
import { patch } from './patch.ts';
import { get } from './read.ts';
import type { Request } from './request.ts';
import { update } from './update.ts';

function special(request: Request): Subresource | undefined {
  const { subresource } = request.options;
  if (!subresource || subresource === 'status') return undefined;
  const table = groupResource(request.strategy.info);
  return subresources.find((one) => one.name === subresource && (one.of === undefined || one.of === table));
}

/** Throws NotFound as for an unknown path when the kind has no such subresource. */
function known(request: Request): void {
  const { subresource } = request.options;
  if (subresource && !request.strategy.info.subresources.includes(subresource)) throw unknownPath();
}

export function readOne(request: Request): KubeObject {
  known(request);
  const object = get(request.core, request.strategy, request.namespace, request.name);
  const read = special(request)?.read;
  return read ? read(request, object) : object;
}

export function createOne(request: Request, body: KubeObject): KubeObject {
  if (!request.options.subresource) {
    const { answer } = request.strategy;
    if (answer) return answer(body, request);
    return tableOf(request.strategy) === 'bindings' ? bind(request, body) : create(request, body);
  }
  known(request);
  const act = special(request)?.create;
  if (!act) throw methodNotAllowed(request.strategy.info, 'create');
  return act(request, body);
}

/** The legacy way to bind a Pod (LegacyBindingREST): the Binding bears the Pod's name. */
function bind(request: Request, body: KubeObject): KubeObject {
  const strategy = request.core.kinds.ofTable('pods') ?? request.strategy;
  const options = { ...request.options, subresource: 'binding' };
  return createOne({ ...request, strategy, name: body.metadata?.name ?? '', options }, body);
}

export function updateOne(request: Request, body: KubeObject): KubeObject {
  known(request);
  const act = special(request)?.update;
  return act ? act(request, body) : update(request, body);
}

export function patchOne(request: Request, type: PatchType, body: unknown): KubeObject {
  known(request);
  const act = special(request)?.patch;
  return act ? act(request, type, body) : patch(request, type, body);
}
