/** The built page in Chromium: from navigation to a prompt and a cluster that answers, and how quick keys are echoed. */
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { BROWSER_FLAGS, findBrowser } from '../src/node/browser.mjs';
import { atMost, median, type Row } from './row.ts';

const PORT = 4178;

export async function pageRows(): Promise<Row[]> {
  const server = await preview({ preview: { port: PORT, strictPort: true }, logLevel: 'error' });
  const browser = await chromium.launch({ executablePath: findBrowser() ?? 'chromium', args: BROWSER_FLAGS });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const loads: number[] = [];
    // The first load fills the cache.
    for (let run = 0; run < 6; run++) loads.push(await timeToPrompt(page));
    const load = median(loads.slice(1)) / 1000;
    const echo = await echoDuringRollout(page);
    return [
      atMost('page load → prompt and cluster, warm cache', 's', load, 1, 'k3d 20 s, kind 33 s, minikube 51 s'),
      atMost('key → echo during a rollout of 1,000, p95', 'ms', echo, 50),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

async function timeToPrompt(page: Page): Promise<number> {
  const begin = performance.now();
  await page.goto(`http://localhost:${PORT}/`);
  await Promise.all([
    page.locator('.xterm-rows').getByText('$').first().waitFor(),
    page.locator('[data-cluster=live]').waitFor({ state: 'attached' }),
  ]);
  return performance.now() - begin;
}

async function echoDuringRollout(page: Page): Promise<number> {
  await page.locator('.xterm-helper-textarea').first().focus();
  await page.keyboard.type('kubectl create deployment big --image=nginx --replicas=1000 > /dev/null\n');
  await page.waitForTimeout(500);
  const delays: number[] = [];
  for (let key = 0; key < 60; key++) {
    const letter = String.fromCodePoint(97 + (key % 26));
    delays.push(await page.evaluate(echoOf, letter));
    await page.waitForTimeout(30);
  }
  await page.keyboard.press('Control+c');
  await page.keyboard.type('kubectl delete deployment big\n');
  return delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)] ?? Number.NaN;
}

/** In the page: types a letter into the terminal and waits for its screen to change. */
function echoOf(letter: string): Promise<number> {
  const rows = document.querySelector('.xterm-rows');
  const field = document.querySelector<HTMLTextAreaElement>('.xterm-helper-textarea');
  if (!rows || !field) throw new Error('no terminal');
  return new Promise((resolve) => {
    const begin = performance.now();
    const observer = new MutationObserver(() => {
      observer.disconnect();
      resolve(performance.now() - begin);
    });
    observer.observe(rows, { subtree: true, childList: true, characterData: true });
    field.dispatchEvent(
      new KeyboardEvent('keypress', {
        key: letter,
        charCode: letter.charCodeAt(0),
        keyCode: letter.charCodeAt(0),
        bubbles: true,
      }),
    );
  });
}
