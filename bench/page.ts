/** The built page in Chromium: from navigation to a prompt and a cluster that answers, and how quick keys are echoed. */
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { BROWSER_FLAGS, findBrowser } from '../src/node/browser.mjs';
import { atMost, median, type Row } from './row.ts';

export async function pageRows(): Promise<Row[]> {
  const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
  const [address = ''] = server.resolvedUrls?.local ?? [];
  const browser = await chromium.launch({ executablePath: findBrowser() ?? 'chromium', args: BROWSER_FLAGS });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const loads: number[] = [];
    // The first load fills the cache.
    for (let run = 0; run < 6; run++) loads.push(await timeToPrompt(page, address));
    const load = median(loads.slice(1)) / 1000;
    const echo = await echoDuringRollout(page);
    const frames = await framesDuringRestart(page);
    return [
      atMost('page load → prompt and cluster, warm cache', 's', load, 1, 'k3d 20 s, kind 33 s, minikube 51 s'),
      atMost('key → echo during a rollout of 1,000, p95', 'ms', echo, 50),
      {
        what: 'frames while those Pods restart, software-rendered',
        unit: 'fps',
        value: frames,
        budget: '60',
        met: frames >= 55,
      },
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

async function timeToPrompt(page: Page, address: string): Promise<number> {
  const begin = performance.now();
  await page.goto(address);
  // The prompt is the laptop's; that nothing runs yet, only the cluster can have said.
  const prompt = page.locator('.xterm-rows').getByText('$').first().waitFor();
  const answer = page.getByText('Nothing runs here yet').waitFor();
  await Promise.all([prompt, answer]);
  return performance.now() - begin;
}

async function echoDuringRollout(page: Page): Promise<number> {
  await page.locator('.xterm-helper-textarea').first().focus();
  await page.keyboard.type('kubectl create deployment big --image=nginx --replicas=1000 > /dev/null\n');
  await page.waitForTimeout(500);
  const delays: number[] = [];
  for (let key = 0; key < 60; key++) {
    const letter = String.fromCodePoint(97 + (key % 26));
    await page.evaluate(listenForEcho);
    await page.keyboard.press(letter);
    delays.push(await page.evaluate(() => Reflect.get(globalThis, 'echo') as Promise<number>));
    await page.waitForTimeout(30);
  }
  await page.keyboard.press('Control+c');
  return delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)] ?? Number.NaN;
}

/** Frames per second drawn in the five seconds after all Pods were told to restart. */
async function framesDuringRestart(page: Page): Promise<number> {
  await page.keyboard.type('kubectl rollout restart deployment big\n');
  // As text: the transpiler would put names of its own into a function, which the page does not know.
  return page.evaluate<number>(`new Promise((resolve) => {
    const begin = performance.now();
    let frames = 0;
    const count = () => {
      frames++;
      const passed = performance.now() - begin;
      if (passed < 5000) requestAnimationFrame(count);
      else resolve((1000 * frames) / passed);
    };
    requestAnimationFrame(count);
  })`);
}

/** In the page: `echo` becomes the ms from the next key to the change of the terminal's screen that follows it. */
function listenForEcho(): void {
  const rows = document.querySelector('.xterm-rows');
  if (!rows) throw new Error('no terminal');
  const echo = new Promise((resolve) => {
    addEventListener(
      'keydown',
      () => {
        const begin = performance.now();
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve(performance.now() - begin);
        });
        observer.observe(rows, { subtree: true, childList: true, characterData: true });
      },
      { capture: true, once: true },
    );
  });
  Reflect.set(globalThis, 'echo', echo);
}
