/** The editor: schema help, files that are the terminal's, live objects, and conflicts that are shown. */
import { expect, test } from '@playwright/test';
import { openStudio, paste, type Studio } from './studio.ts';

test.describe.configure({ mode: 'serial' });

let studio: Studio;

test.beforeAll(async ({ browser }) => {
  studio = await openStudio(browser);
});

test.afterAll(() => studio.page.context().close());

const editor = () => studio.page.getByRole('region', { name: 'Editor' });
const code = () => editor().locator('.monaco-editor').first();

async function open(file: string): Promise<void> {
  await editor().getByRole('button', { name: 'Files', exact: true }).click();
  await editor().locator('.tp-menu').getByRole('button', { name: file, exact: true }).click();
  await expect(editor().getByRole('tab', { name: file })).toHaveAttribute('aria-selected', 'true');
}

/** Replaces the text by a paste: nothing is completed or indented meanwhile. */
async function write(text: string): Promise<void> {
  await code().click();
  await studio.page.keyboard.press('ControlOrMeta+a');
  await paste(studio.page, text);
}

const lines = () => code().locator('.view-lines');

test('a file that the terminal made is opened, with completion by the schema', async () => {
  const { page, terminal } = studio;
  await terminal.run(
    "printf 'apiVersion: apps/v1\\nkind: Deployment\\nmetadata:\\n  name: web\\nspec:\\n  ' > web.yaml",
  );
  await open('web.yaml');
  await expect(lines()).toContainText('Deployment');
  await code().click();
  await page.keyboard.press('ControlOrMeta+End');
  // The schema comes from the cluster; until it is there, there is nothing to offer.
  const offers = page.locator('.suggest-widget .monaco-list-row');
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
    await expect(offers.filter({ hasText: 'replicas' })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(offers.filter({ hasText: 'selector' }).first()).toBeVisible();
  await page.keyboard.type('repl');
  await page.keyboard.press('Enter');
  await expect(lines()).toContainText('replicas:');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('# by hand\n');
  await expect(lines()).toContainText('# by hand');
});

test('hover tells what a field is for', async () => {
  const { page } = studio;
  await lines().getByText('replicas', { exact: false }).last().hover();
  await expect(page.locator('.monaco-hover').filter({ hasText: 'Number of desired pods' })).toBeVisible();
  await page.keyboard.press('Escape');
});

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: nginx
          image: nginx:1.25
`;

test('an unknown field is marked', async () => {
  await write(WEB.replace('replicas', 'replcas'));
  await expect(code().locator('.squiggly-error, .squiggly-warning').first()).toBeVisible();
  await write(WEB);
  await expect(code().locator('.squiggly-error, .squiggly-warning')).toHaveCount(0);
});

test('Apply types the command that it runs, on the file that the terminal sees', async () => {
  const { terminal, graph } = studio;
  await terminal.press('Control+l');
  await editor().getByRole('button', { name: 'Apply', exact: true }).click();
  await terminal.shows(/\$ kubectl apply -f web\.yaml\ndeployment\.apps\/web created/);
  await expect(graph.pods('ready')).toHaveCount(2);
  expect(await terminal.run('grep replicas web.yaml')).toBe('  replicas: 2');
  await terminal.run("sed -i 's/replicas: 2/replicas: 3/' web.yaml");
  await expect(lines()).toContainText('replicas: 3');
});

async function edit(name: string): Promise<void> {
  const { page, graph } = studio;
  await graph.card('Deployment', name).click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('tab', { name: 'YAML' }).click();
  await inspector.getByRole('button', { name: 'Edit' }).click();
  await inspector.getByRole('button', { name: 'Close' }).click();
  await expect(editor().getByRole('tab', { selected: true })).toContainText(`deployment/${name}`);
  await expect(lines()).toContainText('resourceVersion');
}

async function replace(from: string, to: string): Promise<void> {
  const { page } = studio;
  await code().click();
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type(from);
  await page.keyboard.press('Escape');
  await page.keyboard.insertText(to);
  await expect(lines()).toContainText(to);
}

test('a live object is edited and applied', async () => {
  const { terminal, graph } = studio;
  await edit('web');
  await replace('replicas: 2', 'replicas: 4');
  await terminal.press('Control+l');
  await editor().getByRole('button', { name: 'Apply', exact: true }).click();
  await terminal.shows(/deployment\.apps\/web configured/);
  await expect(graph.pods('ready')).toHaveCount(4);
  await expect(editor().getByRole('alert')).toHaveCount(0);
});

test('a conflict is shown, not overwritten', async () => {
  const { terminal, graph } = studio;
  await edit('web');
  await replace('replicas: 4', 'replicas: 5');
  await terminal.run('kubectl scale deployment web --replicas=1');
  const conflict = editor().getByRole('alert');
  await expect(conflict).toContainText('was changed in the cluster');
  await expect(graph.pods('ready')).toHaveCount(1);
  await editor().getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(conflict).toBeVisible();
  expect(await terminal.run('kubectl get deployment web -o jsonpath={.spec.replicas}; echo')).toBe('1');
  await conflict.getByRole('button', { name: 'Compare' }).click();
  await expect(editor().locator('.monaco-diff-editor')).toContainText('replicas: 1');
  await conflict.getByRole('button', { name: 'Back to editing' }).click();
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await expect(conflict).toHaveCount(0);
  await editor().getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(graph.pods('ready')).toHaveCount(5);
});

test('no request left the page’s origin, and nothing failed unseen', () => {
  expect(studio.strangers).toEqual([]);
  expect(studio.errors).toEqual([]);
});
