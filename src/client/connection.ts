import type { Fetch } from './client.ts';
import type { Controls } from './controls.ts';
import type { OpenStream } from './stream.ts';
import type { Wire } from './wire.ts';

/** A cluster as its users hold it. `wire` and `controls` are absent on a real cluster. */
export interface Connection {
  fetch: Fetch;
  /** Absent where nothing carries two-way streams. */
  stream?: OpenStream;
  wire?: Wire;
  controls?: Controls;
}
