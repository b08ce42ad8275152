/** The way of issue's learner through the studio, from an empty page to a finished lesson, in one browser. */
import { expect, test } from '@playwright/test';
import { openStudio, type Studio } from './studio.ts';

const WEB = `cat > web.yaml <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: 'nginx:1.25', ports: [{containerPort: 80}]}]}
END`;

const WAY_IN = `cat > way-in.yaml <<'END'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: nginx
  rules:
  - host: web.example.com
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
END`;

test.describe.configure({ mode: 'serial' });

let studio: Studio;

test.beforeAll(async ({ browser }) => {
  studio = await openStudio(browser);
});

test.afterAll(() => studio.page.context().close());

test('an empty cluster answers, and invites', async () => {
  const { page, terminal } = studio;
  await expect(page.getByRole('heading', { name: 'Nothing runs here yet' })).toBeVisible();
  expect(await terminal.run('kubectl get nodes')).toMatch(/worker-1\s+Ready/);
});

test('apply a file: Pods turn green', async () => {
  const { terminal, graph } = studio;
  await terminal.run(WEB);
  expect(await terminal.run('kubectl apply -f web.yaml')).toBe('deployment.apps/web created');
  await expect(graph.pods('ready')).toHaveCount(2);
  await expect(graph.card('Deployment', 'web')).toContainText('2 wanted · 2 ready');
});

test('scale', async () => {
  const { terminal, graph } = studio;
  expect(await terminal.run('kubectl scale deployment web --replicas=3')).toBe('deployment.apps/web scaled');
  await expect(graph.pods('ready')).toHaveCount(3);
});

test('a bad image stalls the rollout, and the others serve on', async () => {
  const { terminal, graph } = studio;
  await terminal.run('kubectl expose deployment web --port=80');
  expect(await terminal.run('kubectl set image deployment/web nginx=nginx:nope')).toContain('image updated');
  await expect(graph.pods('failing')).toHaveCount(1);
  await expect(graph.pods('failing')).toContainText(/ErrImagePull|ImagePullBackOff/);
  await expect(graph.pods('ready')).toHaveCount(3);
  await graph.pods('failing').click();
  const inspector = studio.page.getByRole('region', { name: 'Inspector' });
  await expect(inspector).toContainText('nginx:nope could not be pulled');
  await inspector.getByRole('button', { name: 'Close' }).click();
});

test('undo', async () => {
  const { terminal, graph } = studio;
  expect(await terminal.run('kubectl rollout undo deployment/web')).toBe('deployment.apps/web rolled back');
  await expect(graph.pods('failing')).toHaveCount(0);
  expect(await terminal.run('kubectl rollout status deployment/web')).toContain('successfully rolled out');
});

test('traffic through the Ingress, in the terminal and in the browser panel', async () => {
  const { page, terminal, graph } = studio;
  await terminal.run(WAY_IN);
  expect(await terminal.run('kubectl apply -f way-in.yaml')).toBe('ingress.networking.k8s.io/web created');
  await expect(graph.card('Ingress', 'web')).toContainText('web.example.com/');
  expect(await terminal.run('curl -s http://web.example.com/ | grep title')).toContain('Welcome to nginx!');
  await page.getByRole('tab', { name: 'Browser' }).click();
  await page.getByLabel('Address').fill('http://web.example.com/');
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(page.getByText('HTTP 200')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Way' })).toContainText(/web-/);
  await expect(page.frameLocator('iframe').getByRole('heading')).toHaveText('Welcome to nginx!');
  await page.getByRole('tab', { name: 'laptop' }).click();
});

test('lesson 17 passes, step by step, by its Run buttons', async () => {
  const { page } = studio;
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await lesson.getByRole('button', { name: 'A new version, without a gap' }).click();
  // What the learner has made is taken away only when asked.
  await expect(lesson.getByText(/still holds \d+ objects of yours/)).toBeVisible();
  await lesson.getByRole('button', { name: 'Delete them and start' }).click();
  const steps = lesson.locator('.lesson-step');
  const run = async (command: string): Promise<void> => {
    const line = steps.locator('.tp-command', { hasText: command });
    await line.getByRole('button', { name: 'Run' }).click();
  };
  const passes = (step: number): Promise<void> =>
    expect(steps.nth(step)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 });

  await expect(steps).toHaveCount(5);
  await run('kubectl apply -f web.yaml');
  await passes(0);
  await run('kubectl apply -f way-in.yaml');
  await run('curl -s http://web.example.com/');
  await passes(1);
  await steps.nth(2).getByRole('radio', { name: 'Four' }).check();
  await expect(steps.nth(2).getByText('Now let the cluster answer')).toBeVisible();
  await run('kubectl set image deployment/web nginx=nginx:1.26');
  await run('kubectl rollout status deployment/web');
  await passes(2);
  await expect(steps.nth(2).getByText('As you said.')).toBeVisible();
  await run('nginx=nginx:1.26-typo');
  await passes(3);
  await steps.nth(4).getByRole('radio', { name: 'A new one' }).check();
  await run('kubectl rollout undo deployment/web');
  await passes(4);
  await expect(steps.nth(4).getByText('The cluster says otherwise.')).toBeVisible();
  await expect(lesson.getByRole('region', { name: 'Lesson finished' })).toBeVisible();
});

test('a reload keeps cluster, files, history and progress', async () => {
  const { page, terminal, graph } = studio;
  await terminal.ready();
  const before = await terminal.run('kubectl get pods -o name');
  await terminal.run('echo mine > kept.txt');
  await page.reload();
  await terminal.ready();
  await expect(graph.pods('ready')).toHaveCount(3);
  expect(await terminal.run('kubectl get pods -o name')).toBe(before);
  expect(await terminal.run('cat kept.txt')).toBe('mine');
  await terminal.press('Control+r');
  await terminal.type('> kept');
  await terminal.shows(/echo mine > kept\.txt/);
  await terminal.press('Control+c');
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await expect(lesson.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '5');
  await expect(lesson.getByRole('region', { name: 'Lesson finished' })).toBeVisible();
});

test('in Korean', async () => {
  const { page, graph } = studio;
  await page.getByRole('button', { name: 'Show the page in Korean' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  const lesson = page.getByRole('complementary', { name: '레슨' });
  await expect(lesson.getByRole('heading', { level: 1 })).toHaveText(/[가-힣]/);
  await expect(lesson.getByRole('region', { name: '레슨을 마쳤어요' })).toBeVisible();
  await expect(graph.pods('ready').first()).toContainText(/[가-힣]/);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
});

test('no request left the page’s origin, and nothing failed unseen', () => {
  expect(studio.strangers).toEqual([]);
  expect(studio.errors).toEqual([]);
});
