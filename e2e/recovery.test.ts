/** The cluster's worker dies, or hangs: the page says so, and what was answered is there again. */
import { expect, test, type Worker } from '@playwright/test';
import { openStudio, type Studio } from './studio.ts';

test.describe.configure({ mode: 'serial' });

let studio: Studio;

test.beforeAll(async ({ browser }) => {
  studio = await openStudio(browser);
  await studio.terminal.run('kubectl create deployment web --image=nginx:1.25 --replicas=2');
  await expect(studio.graph.pods('ready')).toHaveCount(2);
});

test.afterAll(() => studio.page.context().close());

/** The cluster's worker of now; those before it are gone. */
async function clusterWorker(): Promise<Worker> {
  const running = (): Worker[] => studio.page.workers().filter((worker) => worker.url().includes('cluster.worker'));
  await expect.poll(() => running().length).toBe(1);
  return running()[0]!;
}

const faults: Record<string, () => void> = {
  throws: () =>
    void setTimeout(() => {
      throw new Error('a fault made by the test');
    }),
  ends: () =>
    void setTimeout(() => {
      close();
    }),
  hangs: () =>
    void setTimeout(() => {
      for (;;);
    }),
};

for (const [fault, strike] of Object.entries(faults)) {
  test(`a cluster whose worker ${fault} is restored with nothing lost`, async () => {
    const { page, terminal, graph } = studio;
    const names = await terminal.run('kubectl get pods -o name');
    const map = `of-${fault}`;
    const worker = await clusterWorker();
    // Answered, and not a moment later the worker is no more.
    expect(await terminal.run(`kubectl create configmap ${map}`)).toBe(`configmap/${map} created`);
    await worker.evaluate(strike);
    if (fault !== 'throws')
      await expect(page.getByText('The connection to the cluster was lost.').first()).toBeVisible();
    await expect(page.getByText('It was restored from the last snapshot.')).toBeVisible({ timeout: 30_000 });
    expect(await terminal.run('kubectl get pods -o name')).toBe(names);
    expect(await terminal.run(`kubectl get configmap ${map} -o name`)).toBe(`configmap/${map}`);
    await expect(graph.pods('ready')).toHaveCount(2);
    // And it lives: what is wanted now is done now.
    await terminal.run('kubectl delete pod --all');
    await expect(graph.pods('ready')).toHaveCount(2);
    await page.getByRole('status').getByRole('button', { name: 'Close' }).click();
  });
}

test('a cluster that dies again and again is left alone, and can be begun anew', async () => {
  const { page, terminal } = studio;
  const stopped = page.getByText('The cluster stops again and again');
  for (let life = 0; life < 6 && !(await stopped.isVisible()); life++) {
    const worker = await clusterWorker();
    const gone = new Promise((resolve) => worker.once('close', resolve));
    await worker.evaluate(faults['throws']!).catch(() => undefined);
    await gone;
  }
  await expect(stopped).toBeVisible();
  expect(await terminal.run('kubectl get pods')).toContain('The connection to the server');
  await page.getByRole('button', { name: 'Begin with a new cluster' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing runs here yet' })).toBeVisible();
  expect(await terminal.run('kubectl get pods')).toBe('No resources found in default namespace.');
});

test('one tab at a time has the cluster, and another can take it', async () => {
  const { page, terminal } = studio;
  await terminal.run('kubectl create configmap shared');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByRole('alert')).toContainText('open in another tab');
  await other.getByRole('button', { name: 'Use it here' }).click();
  await expect(other.getByRole('region', { name: 'Terminal' }).or(other.locator('.xterm-rows')).first()).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('open in another tab');
  await other.close();
  await page.reload();
  expect(await terminal.run('kubectl get configmap shared -o name')).toBe('configmap/shared');
});

test('a browser that refuses all storage has a studio all the same', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const refuse = `for (const name of ['indexedDB', 'localStorage', 'caches'])
    Object.defineProperty(globalThis, name, { get() { throw new DOMException('refused', 'SecurityError'); } });\n`;
  await page.addInitScript(refuse);
  await page.route(/(cluster|terminal)\.worker[^/]*\.js/, async (route) => {
    const body = await (await route.fetch()).text();
    await route.fulfill({ body: refuse + body, contentType: 'text/javascript' });
  });
  await page.goto(studio.page.url());
  await expect(page.getByText('cannot be kept on this disk').first()).toBeVisible();
  await page.locator('.tp-empty').getByRole('button', { name: 'Run' }).last().click();
  await expect(page.locator('.tp-pod[data-state="ready"]')).toHaveCount(1);
  expect(errors).toEqual([]);
  await context.close();
});

test('no request left the page’s origin, and nothing failed unseen', () => {
  expect(studio.strangers).toEqual([]);
  expect(studio.errors).toEqual([]);
});
