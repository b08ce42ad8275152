/** The answer to a watch: initial events, bookmarks, Tables, errors as frames. */
import type { KubeObject, WatchEvent } from '../../../api/object.ts';
import { encodeWatchEvent } from '../../../api/protobuf/encode.ts';
import { isStatusError } from '../../../api/status.ts';
import { list } from '../verbs/read.ts';
import { bookmark, watch } from '../verbs/watch.ts';
import type { Face } from './handler.ts';
import { type Accepted, unacceptable } from './negotiate.ts';
import type { ListQuery } from './query.ts';
import { includeObject } from './render.ts';
import type { Asked } from './resources.ts';
import { JSON_FORM, respond } from './respond.ts';
import { partialOf, tableOf } from './table.ts';
import { watchStream } from './watch-stream.ts';

export function watchResponse(
  face: Face,
  asked: Asked,
  options: ListQuery,
  accepted: Accepted,
  warnings: readonly string[],
): Response {
  const { core, audit, open, stirred } = face;
  const { strategy, namespace, name } = asked.target;
  const { first, after } = beginning(face, asked, options);
  let failure: WatchEvent | undefined;
  const stream = watchStream(
    {
      first,
      start(deliver) {
        try {
          return watch(core, strategy, { ...options, resourceVersion: after }, deliver);
        } catch (error) {
          // As the watch cache does it: the connection stands, and its first frame says that it is too late.
          if (!isStatusError(error, 'Expired')) throw error;
          failure = { type: 'ERROR', object: { ...error.status } };
          deliver([failure]);
          return { stop() {} };
        }
      },
      bookmark: options.allowWatchBookmarks ? () => bookmark(core, strategy, 'later') : undefined,
      write: writer(accepted, renderer(face, asked, accepted)),
    },
    {
      clock: core.clock,
      timeoutSeconds: options.timeoutSeconds,
      signal: asked.request.signal,
      stirred,
      ended: (end) => open.delete(end),
    },
  );
  if (failure) stream.end();
  else open.add(stream.end);
  if (audit.heard) {
    const seen = {
      caller: asked.caller,
      verb: 'watch',
      resource: strategy.info,
      namespace,
      name,
      subresource: undefined,
    };
    audit.emit(seen, 200);
  }
  const headers = respond(null, 200, JSON_FORM, warnings).headers;
  const type = accepted.format === 'protobuf' ? 'application/vnd.kubernetes.protobuf' : 'application/json';
  headers.set('content-type', `${type};stream=watch`);
  return new Response(stream.body, { status: 200, headers });
}

/** What is sent before the first change, and the revision after which changes follow. */
function beginning(
  { core }: Face,
  { target }: Asked,
  options: ListQuery,
): { first: WatchEvent[]; after: string | undefined } {
  const { sendInitialEvents, resourceVersion } = options;
  const fromState = sendInitialEvents ?? (resourceVersion === undefined || resourceVersion === '0');
  if (!fromState) return { first: [], after: resourceVersion ?? String(core.store.revision) };
  const { labelSelector, fieldSelector, namespace } = options;
  const state = list(core, target.strategy, { labelSelector, fieldSelector, namespace });
  const first = state.items.map((object): WatchEvent => ({ type: 'ADDED', object }));
  if (sendInitialEvents && options.allowWatchBookmarks)
    first.push(bookmark(core, target.strategy, 'initial-events-end'));
  return { first, after: state.metadata.resourceVersion };
}

/** Throws NotAcceptable for what has no message in protobuf. */
function writer(
  { format }: Accepted,
  render: (event: WatchEvent) => unknown,
): (event: WatchEvent) => string | Uint8Array {
  if (format !== 'protobuf') return (event) => `${JSON.stringify({ type: event.type, object: render(event) })}\n`;
  return ({ type, object }) => {
    const frame = encodeWatchEvent(type, object);
    if (!frame) throw unacceptable();
    return frame;
  };
}

function renderer(face: Face, { target, url }: Asked, accepted: Accepted): (event: WatchEvent) => unknown {
  if (accepted.as === undefined) return ({ object }) => object;
  if (accepted.as !== 'Table')
    return ({ type, object }) => (type === 'ERROR' ? object : partialOf(object, accepted.version));
  const include = includeObject(url.searchParams);
  let headers: 'with-headers' | 'without-headers' = 'with-headers';
  return ({ type, object }) => {
    if (type === 'ERROR') return object;
    const objects: KubeObject[] = type === 'BOOKMARK' ? [] : [object];
    const table = tableOf(
      target.strategy,
      objects,
      { resourceVersion: object.metadata?.resourceVersion },
      {
        include,
        now: face.core.clock.now(),
        headers,
        version: accepted.version,
      },
    );
    headers = 'without-headers';
    return type === 'BOOKMARK'
      ? { ...(table as object), rows: [{ cells: [], object: partialOf(object, accepted.version) }] }
      : table;
  };
}
