/** The studio as a tester drives it: its terminal, its graph, its editor, and a record of every request it makes. */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

export interface Studio {
  page: Page;
  terminal: Terminal;
  graph: Graph;
  /** Everything that a request of this page was sent to, but for the page's own origin. */
  readonly strangers: string[];
  /** Errors that nobody caught. */
  errors: string[];
}

export interface Terminal {
  /** The screen, empty rows left out. */
  text(): Promise<string>;
  /** Types as fingers do, without Enter. */
  type(text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Clears the screen, types the line and Enter, waits for the next prompt; answers with what the line printed. */
  run(line: string): Promise<string>;
  /** Waits until the screen shows it. */
  shows(pattern: RegExp): Promise<void>;
  /** Waits for a free prompt. */
  ready(): Promise<void>;
}

export interface Graph {
  /** The cards of a kind, by what their accessible name begins with. */
  card(kind: string, name: string | RegExp): Locator;
  pods(state?: PodState): Locator;
}

export type PodState = 'ready' | 'starting' | 'terminating' | 'failing' | 'completed' | 'unknown';

export async function openStudio(
  browser: Browser,
  options: BrowserContextOptions & { url?: string; empty?: boolean } = {},
): Promise<Studio> {
  const { url = './', empty = false, ...rest } = options;
  const context = await browser.newContext(rest);
  const page = await context.newPage();
  const studio = attach(page);
  page.on('pageerror', (error) => studio.errors.push(String(error.stack ?? error)));
  await page.goto(url);
  if (!empty) await studio.terminal.ready();
  return studio;
}

function attach(page: Page): Studio {
  const called = record(page.context(), page);
  return {
    page,
    errors: [],
    terminal: terminalOf(page),
    graph: graphOf(page),
    get strangers() {
      const { host } = new URL(page.url());
      return called.filter((address) => new URL(address).host !== host);
    },
  };
}

/** Every request of the page and of its workers; what stays in the browser (blob:, data:) is none. */
function record(context: BrowserContext, page: Page): string[] {
  const called: string[] = [];
  const note = (address: string): void => {
    if (!/^(blob|data|about):/.test(address)) called.push(address);
  };
  context.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  return called;
}

/** Pastes into what has the focus. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.locator(':focus').evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const PROMPT = /^~\S* \$$/;
const QUICK = { intervals: [50, 100, 100, 200], timeout: 30_000 };

function terminalOf(page: Page): Terminal {
  const screen = page.locator('.terminal-screen:not([hidden])');
  const rows = async (): Promise<string[]> => {
    const all = await screen
      .locator('.xterm-rows > div')
      .evaluateAll((elements) => elements.map((element) => (element.textContent ?? '').replaceAll('\u00a0', ' ')));
    return all.map((row) => row.trimEnd()).filter((row) => row !== '');
  };
  const text = async (): Promise<string> => (await rows()).join('\n');
  const free = async (): Promise<boolean> => PROMPT.test((await rows()).at(-1) ?? '');
  const type = async (line: string): Promise<void> => {
    await screen.locator('.xterm-helper-textarea').focus();
    await page.keyboard.type(line);
  };
  const press = async (key: string): Promise<void> => {
    await screen.locator('.xterm-helper-textarea').focus();
    await page.keyboard.press(key);
  };
  return {
    text,
    type,
    press,
    ready: () => expect.poll(free, QUICK).toBe(true),
    shows: (pattern) => expect.poll(text, QUICK).toMatch(pattern),
    async run(line) {
      await expect.poll(free, QUICK).toBe(true);
      await press('Control+l');
      await expect.poll(async () => (await rows()).length, QUICK).toBe(1);
      await type(line);
      await page.keyboard.press('Enter');
      // The line has left the prompt that it was typed at, and another one stands below.
      await expect.poll(async () => (await rows()).length > 1 && (await free()), QUICK).toBe(true);
      return (await rows()).slice(1, -1).join('\n');
    },
  };
}

function graphOf(page: Page): Graph {
  const graph = page.locator('.react-flow');
  return {
    card: (kind, name) => {
      const label = typeof name === 'string' ? new RegExp(`^${kind} ${name}(,|$)`) : name;
      return graph.locator(`.react-flow__node[aria-label^="${kind} "]`).and(page.getByLabel(label));
    },
    pods: (state) => graph.locator(state ? `.tp-pod[data-state="${state}"]` : '.tp-pod'),
  };
}
