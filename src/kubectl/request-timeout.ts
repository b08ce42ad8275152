/** `--request-timeout`: bounds a request with all of its answer, as the Timeout of Go's http.Client does. */
import { parseDuration } from '../api/duration.ts';
import type { Fetch } from '../client/client.ts';
import type { Clock } from '../time/clock.ts';
import { CommandError } from './errors.ts';

/** `30` (seconds) or a duration, in ms; 0 for no limit (clientcmd.ParseTimeout). */
export function parseTimeout(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
}

/** `limit` in ms, 0 for none. A watch whose time is over ends as if the server had ended it. */
export function limited(fetch: Fetch, clock: Clock, limit: number): Fetch {
  if (limit <= 0) return fetch;
  return async (request) => {
    const abort = new AbortController();
    const forward = (): void => abort.abort(request.signal.reason);
    request.signal.addEventListener('abort', forward, { once: true });
    const over = { yet: false, end: () => {} };
    const timer = clock.after(limit, () => {
      over.yet = true;
      over.end();
      abort.abort(new Error('the request took too long'));
    });
    const settle = (): void => {
      timer.cancel();
      request.signal.removeEventListener('abort', forward);
    };
    const late = new Promise<never>((_, reject) => (over.end = () => reject(tooLate())));
    late.catch(() => undefined);
    try {
      const response = await Promise.race([fetch(new Request(request, { signal: abort.signal })), late]);
      if (!response.body) {
        settle();
        return response;
      }
      const isWatch = new URL(request.url).searchParams.has('watch');
      const body = bounded(response.body, over, { isWatch, settle });
      return new Response(body, response);
    } catch (error) {
      settle();
      throw over.yet ? tooLate() : error;
    }
  };
}

function tooLate(): CommandError {
  const why = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  return new CommandError(`Unable to connect to the server: ${why}`, { verbatim: true });
}

function bounded(
  source: ReadableStream<Uint8Array>,
  over: { end: () => void },
  { isWatch, settle }: { isWatch: boolean; settle: () => void },
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let done = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      over.end = () => {
        if (done) return;
        done = true;
        if (isWatch) controller.close();
        else
          controller.error(
            new CommandError('context deadline exceeded (Client.Timeout or context cancellation while reading body)'),
          );
        reader.cancel().catch(() => undefined);
      };
    },
    async pull(controller) {
      const part = await reader.read().catch((error: unknown) => ({ error }));
      if (done) return;
      if ('error' in part || part.done) {
        done = true;
        settle();
        if ('error' in part) controller.error(part.error);
        else controller.close();
        return;
      }
      controller.enqueue(part.value);
    },
    cancel() {
      done = true;
      settle();
      return reader.cancel();
    },
  });
}
