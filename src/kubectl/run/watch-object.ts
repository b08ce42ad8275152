/** Looks at one object until it is as wanted: list, then watch, as client-go's UntilWithSync does. */
import type { KubeObject } from '../../api/object.ts';
import type { ResourceInfo } from '../../api/resource.ts';
import { isStatusError } from '../../api/status.ts';
import type { VerbContext } from '../verb.ts';

export interface Watched {
  resource: ResourceInfo;
  namespace: string | undefined;
  name: string;
}

/** `undefined` once it does not exist. `true` ends the watch. */
export type Look = (object: KubeObject | undefined) => boolean | Promise<boolean>;

export class TimedOut extends Error {
  constructor() {
    super('timed out waiting for the condition');
    this.name = 'TimedOut';
  }
}

/** Resolves when `look` says so. `timeout` in ms, 0 for none; throws TimedOut when it passes. */
export async function watchObject(context: VerbContext, watched: Watched, timeout: number, look: Look): Promise<void> {
  const { clock, signal } = context.io;
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  signal.addEventListener('abort', stop, { once: true });
  let late = false;
  const timer =
    timeout > 0
      ? clock.after(timeout, () => {
          late = true;
          limit.abort();
        })
      : undefined;
  try {
    while (!(await listAndWatch(context, watched, limit.signal, look))) {
      if (late) throw new TimedOut();
      signal.throwIfAborted();
      // The watch ended by itself (the server closes them now and then): not at once again.
      await clock.sleep(100, signal);
    }
  } finally {
    timer?.cancel();
    signal.removeEventListener('abort', stop);
    limit.abort();
  }
}

async function listAndWatch(
  context: VerbContext,
  { resource, namespace, name }: Watched,
  signal: AbortSignal,
  look: Look,
): Promise<boolean> {
  const options = { fieldSelector: `metadata.name=${name}`, ...(namespace === undefined ? {} : { namespace }) };
  const list = await context.client.list(resource, options);
  const found = list.items[0];
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  if (await look(found && { apiVersion, kind: resource.kind, ...found })) return true;
  const { resourceVersion } = list.metadata;
  const from = resourceVersion === undefined ? {} : { resourceVersion };
  try {
    for await (const event of context.client.watch(resource, { ...options, ...from, signal })) {
      if (event.type === 'BOOKMARK') continue;
      if (await look(event.type === 'DELETED' ? undefined : event.object)) return true;
    }
  } catch (error) {
    // 410: the watch's start is too old; an abort: the caller knows whether it was too late or Ctrl-C.
    if (!signal.aborted && !isStatusError(error, 'Expired') && !isStatusError(error, 'Gone')) throw error;
  }
  return false;
}
