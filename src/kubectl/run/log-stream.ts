/** The log of one container, as it comes (kubectl/pkg/polymorphichelpers/logsforobject.go). */
import { resourcePath } from '../../api/resource.ts';
import type { VerbContext } from '../verb.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** As PodLogOptions of the API. */
export interface LogOptions {
  container?: string;
  follow?: boolean;
  previous?: boolean;
  timestamps?: boolean;
  /** Absent: all. */
  tailLines?: number;
  sinceSeconds?: number;
  sinceTime?: string;
  limitBytes?: number;
}

/** Hands on the log chunk by chunk until it ends. */
export async function copyLog(
  context: VerbContext,
  pod: string,
  options: LogOptions,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(options)) {
    if (value !== undefined && value !== false && value !== '') parameters.set(key, String(value));
  }
  const { signal } = context.io;
  const query = parameters.size > 0 ? `?${parameters.toString()}` : '';
  const response = await context.client.request(resourcePath(PODS, context.namespace, pod, 'log') + query, { signal });
  if (!response.body) return write(await response.text());
  const reader = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      await write(value);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

/** Cuts a stream into lines and puts `prefix` before each; returns what to call at the end for a last, unended line. */
export function prefixLines(
  prefix: string,
  write: (text: string) => Promise<void>,
): { write(text: string): Promise<void>; end(): Promise<void> } {
  let rest = '';
  return {
    async write(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) await write(`${prefix}${line}\n`);
    },
    end: () => (rest === '' ? Promise.resolve() : write(`${prefix}${rest}`)),
  };
}
