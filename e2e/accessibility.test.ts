/** axe on the main screens: nothing serious, nothing critical; light and dark, wide and narrow, English and Korean. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openStudio, type Studio } from './studio.ts';

test.describe.configure({ mode: 'serial' });

let studio: Studio;

test.beforeAll(async ({ browser }) => {
  studio = await openStudio(browser);
  await studio.terminal.run('kubectl create deployment web --image=nginx:1.25 --replicas=2');
  await studio.terminal.run('kubectl expose deployment web --port=80');
  await expect(studio.graph.pods('ready')).toHaveCount(2);
});

test.afterAll(() => studio.page.context().close());

/** One line a finding: rule, and where. */
async function findings(): Promise<string[]> {
  // Colours are judged as they stay, not on their way there. What moves without end (a mark that turns) has no end.
  await studio.page.waitForFunction(() =>
    document.getAnimations().every((one) => one.effect?.getComputedTiming().endTime === Infinity),
  );
  const { violations } = await new AxeBuilder({ page: studio.page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} (${node.any[0]?.message ?? ''})`));
}

async function holds(screen: string): Promise<void> {
  await test.step(screen, async () => expect.soft(await findings(), screen).toEqual([]));
}

async function themes(screen: string): Promise<void> {
  const { page } = studio;
  await holds(`${screen}, light`);
  await page
    .locator('.tp-bar')
    .getByRole('button', { name: /Switch between light and dark|밝/ })
    .click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await holds(`${screen}, dark`);
  await page
    .locator('.tp-bar')
    .getByRole('button', { name: /Switch between light and dark|밝/ })
    .click();
}

test('chapter map and graph', async () => {
  await expect(studio.page.getByRole('heading', { name: 'Lessons' })).toBeVisible();
  await themes('chapter map');
});

test('inspector, with YAML and events', async () => {
  const { page, graph } = studio;
  await graph.card('Deployment', 'web').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await themes('inspector');
  await inspector.getByRole('tab', { name: 'YAML' }).click();
  await themes('inspector, YAML');
  await inspector.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('region', { name: 'Editor' }).locator('.view-lines')).toContainText('replicas');
  await inspector.getByRole('tab', { name: 'Events' }).click();
  await themes('inspector, events, and an open editor');
  await inspector.getByRole('button', { name: 'Close' }).click();
});

test('events and browser', async () => {
  const { page } = studio;
  await page.getByRole('tab', { name: 'Events' }).click();
  await themes('events');
  await page.getByRole('tab', { name: 'Browser' }).click();
  await themes('browser');
  await page.getByRole('tab', { name: 'laptop' }).click();
});

test('a lesson, in English and in Korean', async () => {
  const { page } = studio;
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await lesson.getByRole('button', { name: /A new version, without a gap/ }).click();
  await expect(lesson.locator('.lesson-step')).toHaveCount(5);
  await themes('lesson');
  await page.getByRole('button', { name: 'Show the page in Korean' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await holds('lesson in Korean');
});

test('narrow, each of its four panels', async () => {
  const { page } = studio;
  await page.setViewportSize({ width: 700, height: 900 });
  const tabs = page.locator('.tp-bottom button');
  await expect(tabs).toHaveCount(4);
  for (let tab = 0; tab < 4; tab++) {
    await tabs.nth(tab).click();
    await expect(tabs.nth(tab)).toHaveAttribute('aria-current', 'page');
    await themes(`narrow, panel ${tab}`);
  }
});

test('no request left the page’s origin, and nothing failed unseen', () => {
  expect(studio.strangers).toEqual([]);
  expect(studio.errors).toEqual([]);
});
