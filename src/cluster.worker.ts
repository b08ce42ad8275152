/**
 * The cluster's machine: a Web Worker that holds the control plane, makes its clock follow real time, serves it to
 * every MessagePort it is given, and keeps a snapshot on disk so that a reload, or the death of this worker, loses
 * nothing that was answered.
 */
import { get, set } from 'idb-keyval';
import type { Snapshot } from './client/controls.ts';
import { servePort } from './client/port.ts';
import { createLiveCluster } from './worker/live-cluster.ts';

const KEY = 'cluster';

const live = createLiveCluster({
  load: () => get<Snapshot>(KEY).catch(() => undefined),
  save: (snapshot) => set(KEY, snapshot),
  failed: (error) => postMessage({ type: 'failed', message: String(error) }),
});

// Listens before the cluster is up: what arrives meanwhile waits in the ports.
addEventListener('message', ({ data, ports }: MessageEvent<{ type: 'connect' | 'ping' }>) => {
  const [port] = ports;
  if (data.type === 'connect' && port) void live.then((connection) => servePort(port, connection));
  if (data.type === 'ping') postMessage({ type: 'pong' });
});

await live;
postMessage({ type: 'ready' });
