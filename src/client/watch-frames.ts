/** Reads a watch response: one JSON event a line (apimachinery/pkg/runtime/serializer/streaming). */
import type { WatchEvent } from '../api/object.ts';

export async function* readWatchFrames<T>(response: Response, signal?: AbortSignal): AsyncGenerator<WatchEvent<T>> {
  if (!response.body) return;
  const reader = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim()) yield JSON.parse(line) as WatchEvent<T>;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}
