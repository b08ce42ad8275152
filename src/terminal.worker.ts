/**
 * The learner's laptop: a Web Worker of its own, so that a runaway loop in the shell freezes neither the cluster nor
 * the page. Its files and its history are kept on disk.
 */
import { createStore, get, set } from 'idb-keyval';
import type { Connection } from './client/connection.ts';
import type { Controls, Images, Machines } from './client/controls.ts';
import { connectPort } from './client/port.ts';
import type { WireRequest, WireResult } from './client/wire.ts';
import type { FileChanges } from './shell/memory-filesystem.ts';
import { nextTurn, realClock, stopwatch } from './time/real.ts';
import type { LaptopMessage } from './ui/connect/connect.ts';
import type { Travelled } from './ui/live/trips.ts';
import { createWorkstation, type NodeControls } from './workstation/laptop.ts';
import { serveWorkstation, type Served } from './workstation/serve.ts';
import { createTick } from './workstation/tick.ts';

const KEY = 'laptop';
const HISTORY = 1000;
/** Real ms between two savings at most; usually they follow at half the time that a saving takes. */
const PAUSE = 200;
/** Not the cluster's store: its snapshots are large, and a store is written by one at a time. */
const store = createStore('tidepool-laptop', 'kept');

interface Kept {
  changes: FileChanges;
  history: string[];
}

let cluster: (Connection & { close?(): void }) | undefined;
let known: () => void;
const clusterKnown = new Promise<void>((resolve) => (known = resolve));

addEventListener('message', ({ data, ports }: MessageEvent<LaptopMessage>) => {
  const [port] = ports;
  if (data.type === 'serve' && port) void serve(port);
  if (data.type !== 'cluster') return;
  cluster?.close?.();
  const connected = port && connectPort(port);
  cluster =
    connected && data.real ? { fetch: connected.fetch, stream: connected.stream!, close: connected.close } : connected;
  known();
});

/** Where all storage is forbidden, even asking for it throws. */
const load = async (): Promise<Kept | undefined> => get<Kept>(KEY, store);
const keep = async (kept: Kept): Promise<void> => set(KEY, kept, store);

async function serve(port: MessagePort): Promise<void> {
  const [kept] = await Promise.all([load().catch(() => undefined), clusterKnown]);
  const history = kept?.history ?? [];
  let served: Served | undefined = undefined as Served | undefined;
  const workstation = createWorkstation({
    // The cluster's worker may be replaced: each request goes to the one there is.
    fetch: (request) => current().fetch(request),
    stream: (request, protocols) => {
      const { stream } = current();
      if (!stream) throw new TypeError('nothing carries streams to the cluster');
      return stream(request, protocols);
    },
    ...(current().wire
      ? { wire: { request: carry }, controls: controls(), machines: controls(), images: controls() }
      : {}),
    clock: realClock,
    ...(kept ? { changes: kept.changes } : {}),
    tick: createTick({ stopwatch, nextTurn }),
    edit: (path) => served?.edit(path) ?? Promise.resolve(),
  });

  let saving: Promise<void> | undefined;
  let changed = false;
  /** Resolves when all that is there now is kept. */
  function save(): Promise<void> {
    changed = true;
    saving ??= keepSaving().finally(() => (saving = undefined));
    return saving;
  }
  async function keepSaving(): Promise<void> {
    while (changed) {
      changed = false;
      const begin = stopwatch();
      const kept = { changes: workstation.changes(), history: history.slice(-HISTORY) } satisfies Kept;
      // Without a disk (a private window) the laptop works all the same, for as long as the page is open.
      await keep(kept).catch(() => undefined);
      if (changed) await realClock.sleep(Math.min(PAUSE, stopwatch() - begin));
    }
  }
  workstation.fs.watch(() => void save());
  served = serveWorkstation(port, {
    workstation,
    history,
    remembered: () => void save(),
    settled: () => saving ?? Promise.resolve(),
  });
}

/** As the wire; the page is told the way that the request took, and draws it. */
async function carry(request: WireRequest, signal?: AbortSignal): Promise<WireResult> {
  const { wire } = current();
  if (!wire) throw new TypeError('the cluster has no network of ours');
  const result = await wire.request(request, signal);
  postMessage({ type: 'travelled', hops: result.hops } satisfies Travelled);
  return result;
}

/** The cluster's worker may be replaced: each call goes to the one there is. */
function controls(): NodeControls & Machines & Images {
  const held = (): Controls => {
    const { controls } = current();
    if (!controls) throw new TypeError('the cluster has no controls');
    return controls;
  };
  return {
    images: () => held().images(),
    putImage: (name, image) => held().putImage(name, image),
    removeImage: (name) => held().removeImage(name),
    loadImage: (name) => held().loadImage(name),
    components: () => held().components(),
    stopComponent: (name) => held().stopComponent(name),
    startComponent: (name) => held().startComponent(name),
    machines: () => held().machines(),
    addMachine: (name) => held().addMachine(name),
    removeMachine: (name) => held().removeMachine(name),
    fault: (name, ailments) => held().fault(name, ailments),
    repair: (name) => held().repair(name),
  };
}

function current(): Connection {
  if (!cluster) throw new TypeError('the cluster is not running');
  return cluster;
}
