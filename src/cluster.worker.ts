/**
 * The cluster's machine: a Web Worker that holds the control plane, makes its clock follow real time, serves it to
 * every MessagePort it is given, and keeps a snapshot on disk so that a reload, or the death of this worker, loses
 * nothing that was answered.
 */
import { servePort } from './client/port.ts';
import type { FromClusterWorker } from './ui/connect/supervise.ts';
import { keptSnapshot } from './worker/kept-snapshot.ts';
import { createLiveCluster } from './worker/live-cluster.ts';

const tell = (message: FromClusterWorker): void => postMessage(message);

let live: ReturnType<typeof createLiveCluster> | undefined;

/** Not before somebody connects: until then another tab may have the cluster. */
function start(): NonNullable<typeof live> {
  const started = createLiveCluster({
    load: keptSnapshot.load,
    save: keptSnapshot.save,
    failed: (error) => tell({ type: 'unsaved', message: String(error) }),
    unreadable: (error) => tell({ type: 'unreadable', message: String(error) }),
  });
  // A rejection here would be nobody's; an error in a task of its own reaches the page, which starts another worker.
  started.then(
    () => tell({ type: 'ready' }),
    (error: unknown) => reportError(error),
  );
  return started;
}

// Listens before the cluster is up: what arrives meanwhile waits in the ports.
addEventListener('message', ({ data, ports }: MessageEvent<{ type: 'connect' | 'ping' }>) => {
  const [port] = ports;
  if (data.type === 'connect' && port) void (live ??= start()).then((connection) => servePort(port, connection));
  if (data.type === 'ping') tell({ type: 'pong' });
});
