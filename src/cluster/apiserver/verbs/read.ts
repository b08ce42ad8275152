/** Get and list (apiserver/pkg/registry/generic/registry/store.go, storage/etcd3/store.go GetList). */
import type { KubeList, KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { badRequest, expired, notFound, tooLargeResourceVersion } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { StoreError } from '../../store/contract.ts';
import { type Core, nameOf, tableOf } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';
import { selectionOf } from '../selection.ts';
import type { ReadOptions } from '../verbs-contract.ts';
import { type Continuation, decodeContinue, encodeContinue } from './continue.ts';
import { decoded, storedObject } from './stored.ts';

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

export function get(core: Core, strategy: Strategy, namespace: string | undefined, name: string): KubeObject {
  const object = strategy.computed
    ? strategy.computed().find((one) => nameOf(one) === name && isIn(one, namespace))
    : storedObject(core, strategy, namespace, name);
  if (!object) throw notFound(strategy.info, name);
  return object;
}

export function list(core: Core, strategy: Strategy, options: ReadOptions): KubeList {
  const { namespace, labelSelector, fieldSelector } = options;
  const selection = selectionOf(strategy, labelSelector, fieldSelector);
  const from = options.continue ? decodeContinue(options.continue) : undefined;
  const found = shownAt(core, strategy, options, from, selection.by);
  let items = selection.all ? found.objects : found.objects.filter((object) => selection.matches(object));
  if (from) items = items.filter((object) => keyOf(object, namespace) > from.after);
  const metadata: KubeList['metadata'] = { resourceVersion: String(found.revision) };
  const limit = options.limit ?? 0;
  if (limit > 0 && items.length > limit) {
    const after = keyOf(items[limit - 1]!, namespace);
    metadata.continue = encodeContinue({ revision: found.revision, after });
    // With a selector the real server cannot know how many are left.
    if (selection.all) metadata.remainingItemCount = items.length - limit;
    items = items.slice(0, limit);
  }
  return { kind: `${strategy.info.kind}List`, apiVersion: groupVersion(strategy.info), metadata, items };
}

function shownAt(...asked: Parameters<typeof objectsAt>): ReturnType<typeof objectsAt> {
  const found = objectsAt(...asked);
  const [, strategy] = asked;
  if (strategy.computed)
    return { ...found, objects: strategy.computed().filter((one) => isIn(one, asked[2].namespace)) };
  if (!strategy.stored) return found;
  return { ...found, objects: found.objects.map((object) => decoded(strategy, object)) };
}

const isIn = ({ metadata }: KubeObject, namespace: string | undefined): boolean =>
  !namespace || metadata?.namespace === namespace;

function objectsAt(
  core: Core,
  strategy: Strategy,
  options: ReadOptions,
  from: Continuation | undefined,
  by: ReturnType<typeof selectionOf>['by'],
): { objects: KubeObject[]; revision: number } {
  const { store } = core;
  const table = tableOf(strategy);
  const asked = Number(options.resourceVersion ?? 0);
  if (asked > store.revision) throw tooLargeResourceVersion(asked, store.revision);
  if (from && asked > 0) throw badRequest('specifying resource version is not allowed when using continue');
  const exact = from ? from.revision : isExact(options) ? asked : undefined;
  if (exact === undefined || exact <= 0 || exact === store.revision) {
    return { objects: store.list(table, { namespace: options.namespace, by }), revision: store.revision };
  }
  try {
    return { objects: store.listAt(table, exact, options.namespace), revision: exact };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw from ? tooOld(from) : expired('The resourceVersion for the provided list is too old.');
  }
}

/** A first page of a revision is of that revision; without a limit it may be newer. */
function isExact({ resourceVersionMatch, limit = 0 }: ReadOptions): boolean {
  return resourceVersionMatch === 'Exact' || (resourceVersionMatch === undefined && limit > 0);
}

/** The token in the answer goes on from what there is now (revision -1). */
function tooOld({ after }: Continuation): StatusError {
  const { status } = expired(TOO_OLD);
  return new StatusError({ ...status, metadata: { continue: encodeContinue({ revision: -1, after }) } });
}

function keyOf(object: KubeObject, namespace: string | undefined): string {
  return namespace ? nameOf(object) : `${object.metadata?.namespace ?? ''}/${nameOf(object)}`;
}
