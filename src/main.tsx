/** The page's root: connects to a cluster and to the laptop, starts following the cluster, and shows the studio. */
import { createRoot } from 'react-dom/client';
import type { Connection } from './client/connection.ts';
import { realClock } from './time/real.ts';
import { connectCluster, type ClusterState } from './ui/connect/connect.ts';
import { connectLaptop } from './ui/connect/laptop.ts';
import { dictionaries } from './ui/i18n/language.ts';
import { App, type Start } from './ui/layout/app.tsx';
import { usePage } from './ui/layout/page-state.ts';
import { usePreferences } from './ui/layout/preferences.ts';
import { followTime } from './ui/live/cluster-time.ts';
import { follow } from './ui/live/follow.ts';
import type { Laptop } from './ui/panels/laptop.ts';
import { createStudio } from './ui/panels/studio.ts';
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
  const worker = new Worker(new URL('./terminal.worker.ts', import.meta.url), { type: 'module' });
  const connection = connectCluster({
    server: document.querySelector<HTMLMetaElement>('meta[name=tidepool-server]')?.content,
    startCluster: () => new Worker(new URL('./cluster.worker.ts', import.meta.url), { type: 'module' }),
    laptop: worker,
    clock: realClock,
    onState: tell,
    onUnsaved: (message) =>
      usePage.getState().set({ banner: { tone: 'warning', text: words().cluster.unsaved(message) } }),
  });
  return { connection, laptop: connectLaptop(worker) };
}

const words = () => dictionaries[usePreferences.getState().language];

function tell(state: ClusterState): void {
  const { set } = usePage.getState();
  if (state === 'lost') set({ banner: { tone: 'warning', text: words().cluster.lost } });
  if (state === 'restored') set({ banner: { tone: 'info', text: words().cluster.restored } });
}

async function start(): Promise<void> {
  show({ state: 'connecting' });
  try {
    const { connection, laptop } = await machines();
    const studio = createStudio(connection, laptop);
    follow({ client: studio.client, clock: realClock, scarce: connection.controls === undefined });
    followTime(connection.controls, realClock);
    show({ state: 'ready', studio });
  } catch (error) {
    show({
      state: 'failed',
      message: error instanceof Error ? error.message : String(error),
      retry: () => void start(),
    });
  }
}

void start();

// Offline after the first visit (src/node/offline.mjs); the dev server has no such worker.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('./sw.js');
