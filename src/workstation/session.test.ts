/** A learner at a terminal: keys in, what xterm would be sent out. */
import { expect, test } from 'vitest';
import { nextTurn, realClock } from '../time/real.ts';
import { createWorkstation, HOME } from './laptop.ts';
import { Session } from './session.ts';

function open(): {
  session: Session;
  text(): string;
  clear(): void;
  settle(): Promise<void>;
  read(path: string): string;
} {
  let text = '';
  const fetch = (): Promise<Response> => Promise.reject(new TypeError('no cluster'));
  const workstation = createWorkstation({
    fetch,
    clock: realClock,
    tick: nextTurn,
    files: { [`${HOME}/web.yaml`]: 'kind: Pod\n' },
  });
  const session = new Session({
    workstation,
    size: { columns: 80, rows: 24 },
    history: [],
    output: (piece) => (text += piece),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 40; turn++) await nextTurn();
  };
  return {
    session,
    text: () => text,
    clear: () => void (text = ''),
    settle,
    read: (path) => workstation.fs.readFile(`${HOME}/${path}`),
  };
}

const type = async ({ session, settle, clear, text }: ReturnType<typeof open>, keys: string): Promise<string> => {
  clear();
  session.input(keys);
  await settle();
  return text();
};

test('a command runs, and the prompt comes back', async () => {
  const terminal = open();
  expect(terminal.text()).toContain('~ $');
  expect(await type(terminal, 'echo hi\r')).toMatch(/\r\nhi\r\n.*~ \$/s);
});

test('cursor keys, Ctrl-A, Ctrl-K and history edit the line', async () => {
  const terminal = open();
  expect(await type(terminal, 'cho one\x01e\r')).toContain('\r\none\r\n');
  expect(await type(terminal, '\x1b[A\x7f\x7f\x7ftwo\r')).toContain('\r\ntwo\r\n');
  expect(await type(terminal, 'junk\x15echo three\x1b[D\x1b[C\r')).toContain('\r\nthree\r\n');
  expect(await type(terminal, '\x12one\r')).toContain('\r\none\r\n');
});

test('Hangul moves by two cells', async () => {
  const terminal = open();
  expect(await type(terminal, 'echo 안녕')).toContain('\x1b[13C');
  expect(await type(terminal, '\x7f\r')).toContain('\r\n안\r\n');
});

test('Tab completes files, and a second Tab lists what there is', async () => {
  const terminal = open();
  expect(await type(terminal, 'cat w\t\r')).toContain('kind: Pod');
  await type(terminal, 'tru\t');
  expect(await type(terminal, '\x15sed\t\x15se\t\t')).toMatch(/sed\s+seq\s+set/);
});

test('Tab completes kubectl, by its alias too', async () => {
  const terminal = open();
  expect(await type(terminal, 'kubectl descr\t')).toContain('kubectl describe ');
  expect(await type(terminal, '\x15k get pods --all-n\t')).toContain('--all-namespaces ');
});

test('Ctrl-C ends an endless loop with 130', async () => {
  const terminal = open();
  await type(terminal, 'while true; do :; done\r');
  expect(await type(terminal, '\x03')).toContain('^C');
  expect(await type(terminal, 'echo $?\r')).toContain('\r\n130\r\n');
});

test('a paste of many lines runs line by line, tabs and here-documents included', async () => {
  const terminal = open();
  const shown = await type(terminal, '\x1b[200~cat > a.yaml <<E\nkind:\n\tPod\nE\necho done\n\x1b[201~');
  expect(terminal.read('a.yaml')).toBe('kind:\n\tPod\n');
  expect(shown).toContain('> ');
  expect(shown).toContain('\r\ndone\r\n');
});

test('read takes its line from the keyboard; a line to be typed waits for the prompt', async () => {
  const terminal = open();
  await type(terminal, 'read x; echo "<$x>"\r');
  terminal.session.type('echo later');
  const shown = await type(terminal, 'abc\r');
  expect(shown).toContain('<abc>');
  expect(shown).toMatch(/<abc>.*later\r\n/s);
});
