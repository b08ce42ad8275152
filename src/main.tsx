/** The page's root: connects to a cluster and to the laptop, starts following the cluster, and shows the studio. */
// First of all: the workers load while the rest of the page does.
import { pageWorkers } from './worker/page-workers.ts';
import { createRoot } from 'react-dom/client';
import type { Connection } from './client/connection.ts';
import type { Port } from './client/port.ts';
import { realClock } from './time/real.ts';
import { connectCluster } from './ui/connect/connect.ts';
import { connectLaptop } from './ui/connect/laptop.ts';
import { takeTurn } from './ui/connect/one-tab.ts';
import type { ClusterState } from './ui/connect/supervise.ts';
import { tunnelPort } from './ui/connect/tunnel.ts';
import { connectWords } from './ui/connect/words.ts';
import { dictionaries } from './ui/i18n/language.ts';
import { App, type Start } from './ui/layout/app.tsx';
import { usePage } from './ui/layout/page-state.ts';
import { usePreferences } from './ui/layout/preferences.ts';
import { followTime } from './ui/live/cluster-time.ts';
import { follow } from './ui/live/follow.ts';
import { followTrips } from './ui/live/trips.ts';
import { followUndo } from './ui/lesson/undo.ts';
import type { Laptop } from './ui/panels/laptop.ts';
import { createStudio } from './ui/panels/studio.ts';
import { keptSnapshot } from './worker/kept-snapshot.ts';
import './ui/theme/base.css';

const root = createRoot(document.getElementById('root') ?? document.body);
const show = (start: Start): void => root.render(<App start={start} />);

interface Machines {
  connection: Connection;
  laptop: Laptop;
}

async function machines(): Promise<Machines> {
  const fixture = new URLSearchParams(location.search).get('fixture');
  if (import.meta.env.DEV && fixture !== null) return (await import('./ui/fixtures/start.ts')).startFixture(fixture);
  return realMachines();
}

function realMachines(): Machines {
  const worker = pageWorkers.laptop();
  const connection = connectCluster({
    server: realServer(),
    startCluster: pageWorkers.cluster,
    laptop: worker,
    clock: realClock,
    forget: keptSnapshot.forget,
    onState: tell,
    onStopped: offerAfresh,
    onTrouble: ({ type, message }) =>
      warn(type === 'unsaved' ? words().cluster.unsaved(message) : ownWords().unreadable(message)),
  });
  followTrips(worker);
  return { connection, laptop: connectLaptop(worker) };
}

/** Only `npm start -- --server URL` has one: the dev server then says so in the page. */
function realServer(): Port | undefined {
  const told = document.querySelector('meta[name=tidepool-server]');
  return told && import.meta.hot ? tunnelPort(import.meta.hot) : undefined;
}

const words = () => dictionaries[usePreferences.getState().language];
const ownWords = () => connectWords[usePreferences.getState().language];

function warn(text: string): void {
  usePage.getState().set({ banner: { tone: 'warning', text } });
}

function tell(state: ClusterState): void {
  const { banner, set } = usePage.getState();
  if (state === 'lost') warn(words().cluster.lost);
  if (state === 'live' && banner?.text === words().cluster.lost) set({ banner: null });
  if (state === 'restored') set({ banner: { tone: 'info', text: words().cluster.restored } });
}

function offerAfresh(afresh: () => void): void {
  const { set } = usePage.getState();
  const run = (): void => {
    set({ banner: null });
    afresh();
  };
  set({ banner: { tone: 'warning', text: ownWords().stopped, action: { label: ownWords().afresh, run } } });
}

async function start(steal = false): Promise<void> {
  show({ state: 'connecting' });
  // Only a new page is rid of the workers that write what the other tab has now.
  const mine = await takeTurn({ steal, onTaken: () => location.reload() });
  if (mine) return run();
  show({ state: 'elsewhere', take: () => void start(true) });
}

async function run(): Promise<void> {
  show({ state: 'connecting' });
  try {
    const { connection, laptop } = await machines();
    const studio = createStudio(connection, laptop);
    follow({ client: studio.client, clock: realClock });
    followUndo(studio);
    followTime(connection.controls, realClock);
    show({ state: 'ready', studio });
  } catch (error) {
    show({
      state: 'failed',
      message: error instanceof Error ? error.message : String(error),
      retry: () => void run(),
    });
  }
}

void start();

// Offline after the first visit (src/node/offline.mjs); the dev server has no such worker.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('./sw.js');
