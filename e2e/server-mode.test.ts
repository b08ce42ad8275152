/** The seam: the same studio before a real API over HTTP, here `npm run cluster`. What only a simulation has is absent. */
import { type ChildProcess, spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { openStudio, type Studio } from './studio.ts';

test.describe.configure({ mode: 'serial' });

const children: ChildProcess[] = [];
let studio: Studio;

/** Starts a program of src/node and resolves with the address it prints. */
function begin(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}: ${text}`)));
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      const address = /https?:\/\/[\w.]+:\d+/.exec(text);
      if (address) resolve(address[0]);
    });
  });
}

test.beforeAll(async ({ browser }) => {
  const server = await begin('src/node/run.mjs', 'src/node/cluster.ts');
  const url = await begin('src/node/start.mjs', '--port', '4178', '--no-open', '--server', server);
  studio = await openStudio(browser, { url: `${url}/` });
});

test.afterAll(async () => {
  await studio?.page.context().close();
  for (const child of children) child.kill();
});

test('no cluster worker is started, and what only the simulation has is absent', async () => {
  const { page } = studio;
  await expect(page.getByRole('heading', { name: 'Nothing runs here yet' })).toBeVisible();
  const names = page.workers().map((worker) => worker.url());
  expect(names.some((name) => name.includes('terminal.worker'))).toBe(true);
  expect(names.filter((name) => name.includes('cluster.worker'))).toEqual([]);
  await expect(page.getByRole('group', { name: 'Cluster time' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Pause|Reset/ })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Browser' })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Events' })).toBeVisible();
});

test('lesson 5 works there, with kubectl in the terminal and the graph', async () => {
  const { page, graph } = studio;
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await lesson.getByRole('button', { name: /Desired state/ }).click();
  await expect(graph.pods('ready')).toHaveCount(1);
  const steps = lesson.locator('.lesson-step');
  const run = (step: number, command: string): Promise<void> =>
    steps.nth(step).locator('.tp-command', { hasText: command }).getByRole('button', { name: 'Run' }).click();
  const passes = (step: number): Promise<void> =>
    expect(steps.nth(step)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 });
  await run(0, 'kubectl delete pod lonely');
  await passes(0);
  await run(1, 'kubectl apply -f web.yaml');
  await passes(1);
  await expect(graph.pods('ready')).toHaveCount(2);
  await run(2, 'kubectl delete $(kubectl get pods');
  await passes(2);
  await steps.nth(3).getByRole('radio', { name: 'It removes both' }).check();
  await run(3, 'kubectl scale deployment web');
  await passes(3);
  await run(4, 'kubectl apply -f web.yaml');
  await passes(4);
  await steps.nth(5).getByRole('radio', { name: 'Three' }).check();
  await run(5, 'kubectl label $(kubectl get pods');
  await passes(5);
  await expect(lesson.getByRole('region', { name: 'Lesson finished' })).toBeVisible();
});

test('watches and logs run beside the graph: one socket carries them all', async () => {
  const { page, terminal, graph } = studio;
  await terminal.ready();
  await terminal.type('kubectl get pods -w\n');
  await page.getByRole('button', { name: 'New terminal' }).click();
  await terminal.ready();
  await terminal.run('kubectl scale deployment web --replicas=3');
  await expect(graph.card('Deployment', 'web')).toContainText('3 wanted · 3 ready');
  expect(await terminal.run('kubectl logs deployment/web | head -1')).not.toBe('');
  await page.getByRole('button', { name: 'Close terminal 2' }).click();
  await terminal.shows(/ContainerCreating/);
  await terminal.press('Control+c');
  await terminal.ready();
});

test('a live object is edited there', async () => {
  const { page, terminal, graph } = studio;
  await graph.card('Deployment', 'web').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('tab', { name: 'YAML' }).click();
  await inspector.getByRole('button', { name: 'Edit' }).click();
  await inspector.getByRole('button', { name: 'Close' }).click();
  const editor = page.getByRole('region', { name: 'Editor' });
  await expect(editor.locator('.view-lines')).toContainText('replicas: 3');
  await editor.locator('.monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type('replicas: 3');
  await page.keyboard.press('Escape');
  await page.keyboard.insertText('replicas: 1');
  await editor.getByRole('button', { name: 'Apply', exact: true }).click();
  await terminal.shows(/deployment\.apps\/web configured/);
  await expect(graph.card('Deployment', 'web')).toContainText('1 wanted · 1 ready');
});

test('no request left the page’s origin, and nothing failed unseen', () => {
  expect(studio.strangers).toEqual([]);
  expect(studio.errors).toEqual([]);
});
