/** The learner's way through lessons: in within one click, by keyboard, with hints, undo, steps again, and back tomorrow. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openStudio, type Studio } from './studio.ts';

test.describe.configure({ mode: 'serial' });

let studio: Studio;
let page: Page;
let lesson: Locator;

test.beforeAll(async ({ browser }) => {
  studio = await openStudio(browser);
  page = studio.page;
  lesson = page.getByRole('complementary', { name: 'Lesson' });
});

test.afterAll(() => page.context().close());

const step = (number: number): Locator => lesson.locator('.lesson-step').nth(number - 1);
const passes = (number: number): Promise<void> => expect(step(number)).toHaveAttribute('data-state', 'passed');

async function more(entry: string | RegExp): Promise<void> {
  await lesson.getByRole('button', { name: 'More' }).click();
  await lesson.getByRole('button', { name: entry }).click();
}

test('one click leads to the first lesson, one to the sandbox', async () => {
  await lesson.getByRole('button', { name: 'Begin with: Your first cluster' }).click();
  await expect(lesson.getByRole('heading', { level: 1 })).toHaveText('Your first cluster');
  await expect(step(1)).toHaveAttribute('aria-current', 'step');
  await lesson.getByRole('button', { name: 'All lessons' }).click();
  await lesson.getByRole('button', { name: 'Or just play: the sandbox' }).click();
  await expect(lesson).toBeHidden();
  expect(await studio.terminal.run('kubectl get pods')).toContain('No resources found');
  await page.keyboard.press('Alt+1');
  await expect(lesson).toBeVisible();
});

test('a lesson is opened, read and run by the keyboard alone', async () => {
  await lesson
    .getByRole('button', { name: 'All lessons' })
    .or(lesson.getByRole('heading', { name: 'Lessons' }))
    .waitFor();
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  const focused = page.locator(':focus');
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      if (name.test((await focused.textContent({ timeout: 500 }).catch(() => '')) ?? '')) return;
    }
    throw new Error(`Tab never came to ${name}`);
  };
  await tabTo(/^Desired state/);
  await page.keyboard.press('Enter');
  await expect(lesson.getByRole('heading', { level: 1 })).toHaveText('Desired state');
  // What is still to be done is said in plain words.
  await expect(step(1)).toContainText('Pod lonely is still there.');
  await page.locator('.lesson-eyebrow button').focus();
  await tabTo(/^Run$/);
  await page.keyboard.press('Enter');
  await passes(1);
});

test('a word of the glossary explains itself', async () => {
  await step(2).getByRole('button', { name: 'declarative' }).press('Enter');
  const card = page.getByRole('note').filter({ hasText: 'declarative' });
  await expect(card).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
});

test('three hints, from where to look to the very line', async () => {
  for (const label of ['Hint', 'Hint 1 of 3', 'Hint 2 of 3'])
    await lesson.getByRole('button', { name: label, exact: true }).click();
  await expect(lesson.locator('.lesson-hint')).toHaveCount(3);
  await expect(lesson.locator('.lesson-hint').last()).toContainText('kubectl apply -f web.yaml');
  await expect(lesson.getByRole('button', { name: 'Hint 3 of 3' })).toBeDisabled();
});

test('a wrong answer gets its own hint and the field that differs; undo takes it back', async () => {
  await studio.terminal.run('kubectl create deployment web --image=nginx:1.27');
  await expect(step(2).getByText('Your Deployment wishes for one Pod')).toBeVisible();
  await expect(step(2).locator('.lesson-goals')).toContainText('spec.replicas is 1; wanted: 2');
  await more(/^Undo “kubectl create deployment web/);
  await expect(step(2).locator('.lesson-goals')).toContainText('There is no Deployment web yet.');
  await expect(step(2).getByText('Your Deployment wishes for one Pod')).toBeHidden();
});

test('show me types the solution; the step is then shown, not solved', async () => {
  await lesson.getByRole('button', { name: 'Show me' }).click();
  await studio.terminal.shows(/\$ kubectl app/);
  await passes(2);
  await expect(step(2)).toContainText('shown');
  await expect(step(1)).not.toContainText('shown');
});

test('the eye of a step leads to what is meant', async () => {
  await page.getByRole('tab', { name: 'Machines' }).click();
  await step(3).getByRole('button', { name: 'Look at Deployment web' }).click();
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText('web');
  await expect(studio.graph.card('Deployment', 'web')).toBeVisible();
});

test('a step begun again has the cluster as it was', async () => {
  await studio.terminal.run('kubectl delete deployment web');
  await expect(step(3).getByText('You deleted the Deployment')).toBeVisible();
  await more('Begin this step again');
  await expect(step(3).getByText('You deleted the Deployment')).toBeHidden();
  await studio.terminal.ready();
  expect(await studio.terminal.run('kubectl get deployment web -o name')).toBe('deployment.apps/web');
});

test('tomorrow it goes on where it was left', async () => {
  await page.reload();
  await expect(lesson.getByRole('heading', { level: 1 })).toHaveText('Desired state');
  await expect(step(3)).toHaveAttribute('aria-current', 'step');
  await lesson.getByRole('button', { name: 'All lessons' }).click();
  const entry = lesson.locator('.lesson-map button', { hasText: 'Desired state' });
  await expect(entry).toContainText('step 3 of 6');
  await expect(entry).toContainText('1 shown');
});

test('in Korean, the same lesson at the same step', async () => {
  await lesson.locator('.lesson-map button', { hasText: 'Desired state' }).click();
  await page.getByRole('button', { name: 'Show the page in Korean' }).click();
  const korean = page.getByRole('complementary', { name: '레슨' });
  await expect(korean.getByRole('heading', { level: 1 })).toHaveText(/[가-힣]/);
  await expect(korean.locator('.lesson-step').nth(2)).toHaveAttribute('aria-current', 'step');
  expect(studio.errors).toEqual([]);
});
