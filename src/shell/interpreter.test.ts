/** The shell against what GNU bash 5.2 and coreutils 9.1 said to the same snippets (bash-snippets.json). */
import { expect, test } from 'vitest';
import { nextTurn, realClock } from '../time/real.ts';
import { seededRandom } from '../time/random.ts';
import { coreutils } from './coreutils/index.ts';
import { quote } from './execute/simple.ts';
import { runShell, Shell } from './interpreter.ts';
import { MemoryFileSystem } from './memory-filesystem.ts';
import { collectOutput, emptyInput } from './pipe.ts';
import { Killed, type Machine } from './process.ts';
import snippets from './bash-snippets.json' with { type: 'json' };

function laptop(): Machine {
  const fs = new MemoryFileSystem({ now: () => 0 });
  fs.makeDirectory('/w');
  return { hostname: 'test', fs, clock: realClock, find: () => undefined, programs: () => [], tick: nextTurn };
}

async function run(
  source: string,
  signal = new AbortController().signal,
): Promise<{ stdout: string; stderr: string; status: number }> {
  const [stdout, stderr] = [collectOutput(), collectOutput()];
  const status = await runShell({
    machine: laptop(),
    argv: ['bash', '-c', source],
    env: { HOME: '/home/t', PATH: '/bin' },
    cwd: '/w',
    stdin: emptyInput(),
    stdout,
    stderr,
    signal,
  });
  return { stdout: stdout.text(), stderr: stderr.text(), status };
}

test.each(snippets)('as bash: $run', async ({ run: source, stdout, stderr, status }) => {
  expect(await run(source)).toEqual({ stdout, stderr, status });
});

test('any text survives quoting', async () => {
  const random = seededRandom('quoting');
  const alphabet = [...'ab \'"\\$`*?[]{}()<>|&;#~!=\n\t가é'];
  for (let round = 0; round < 200; round++) {
    const text = Array.from({ length: random.int(12) }, () => alphabet[random.int(alphabet.length)]!).join('');
    expect((await run(`printf %s ${text === '' ? "''" : quote(text)}`)).stdout).toBe(text);
  }
});

test('Ctrl-C ends a loop that never waits', async () => {
  const controller = new AbortController();
  const shell = new Shell({
    machine: laptop(),
    env: {},
    cwd: '/w',
    life: new AbortController().signal,
    interactive: true,
  });
  const streams = { stdin: emptyInput(), stdout: collectOutput(), stderr: collectOutput(), signal: controller.signal };
  const ended = shell.run('while true; do :; done', streams);
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  controller.abort(new Killed('INT'));
  expect(await ended).toBe(130);
});

test('every coreutil has a program', () => {
  for (const [name, program] of Object.entries(coreutils)) expect(typeof program, name).toBe('function');
});
