/** The page's root: connects to a cluster, starts following it, and shows the studio. */
import { createRoot } from 'react-dom/client';
import type { Connection } from './client/connection.ts';
import { realClock } from './time/real.ts';
import { App, type Start } from './ui/layout/app.tsx';
import { followTime } from './ui/live/cluster-time.ts';
import { follow } from './ui/live/follow.ts';
import { createStudio } from './ui/panels/studio.ts';
import './ui/theme/base.css';

const root = createRoot(document.getElementById('root') ?? document.body);
const show = (start: Start): void => root.render(<App start={start} />);

async function connection(): Promise<Connection> {
  const fixture = new URLSearchParams(location.search).get('fixture');
  if (import.meta.env.DEV && fixture !== null) return (await import('./ui/fixtures/start.ts')).startFixture(fixture);
  const connect = import.meta.glob<{ connect: () => Promise<Connection> }>('./ui/connection.ts')['./ui/connection.ts'];
  if (!connect) throw new Error('no connection');
  return (await connect()).connect();
}

async function start(): Promise<void> {
  show({ state: 'connecting' });
  try {
    const connected = await connection();
    const studio = createStudio(connected);
    follow({ client: studio.client, clock: realClock, scarce: connected.controls === undefined });
    followTime(connected.controls, realClock);
    show({ state: 'ready', studio });
  } catch (error) {
    show({ state: 'failed', message: error instanceof Error ? error.message : String(error), retry: () => void start() });
  }
}

void start();
