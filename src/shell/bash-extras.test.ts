/** What of bash goes beyond POSIX and learners still type: process substitution, getopts, unfinished here-documents. */
import { expect, test } from 'vitest';
import { nextTurn, realClock } from '../time/real.ts';
import { Shell } from './interpreter.ts';
import { createLayer, MemoryFileSystem } from './memory-filesystem.ts';
import { collectOutput, emptyInput } from './pipe.ts';

async function bash(source: string): Promise<{ stdout: string; stderr: string; exit: number; left: string[] }> {
  const fs = new MemoryFileSystem({ now: () => 0, base: createLayer({ '/home/': '', '/tmp/': '' }, 0) });
  const life = new AbortController();
  const machine = {
    hostname: 'laptop',
    fs,
    clock: realClock,
    find: () => undefined,
    programs: () => [],
    tick: nextTurn,
  };
  const shell = new Shell({
    machine,
    env: {},
    cwd: '/home',
    life: life.signal,
    interactive: false,
    terminal: undefined,
  });
  const stdout = collectOutput();
  const stderr = collectOutput();
  const exit = await shell.run(source, { stdin: emptyInput(), stdout, stderr, signal: life.signal });
  const left = fs.stat('/dev/fd') ? fs.readDirectory('/dev/fd') : [];
  return { stdout: stdout.text(), stderr: stderr.text(), exit, left };
}

test('<(…) is a file of what the commands print, gone when the command is done', async () => {
  expect(await bash('diff <(seq 2) <(seq 3)')).toEqual({ stdout: '2a3\n> 3\n', stderr: '', exit: 1, left: [] });
  const loop = await bash('while read n; do total=$((total + n)); done < <(seq 4); echo $total');
  expect(loop).toMatchObject({ stdout: '10\n', left: [] });
  expect((await bash("source <(echo 'x=5'); echo $x")).stdout).toBe('5\n');
});

test('getopts goes through options, clusters and arguments', async () => {
  const { stdout } = await bash("while getopts ':n:hv' o -hvn 3 -x -n; do echo $o $OPTARG; done; echo $OPTIND");
  expect(stdout).toBe('h\nv\nn 3\n? x\n: n\n5\n');
  const complaint = await bash('while getopts a: o -z; do echo "[$o]"; done');
  expect(complaint).toMatchObject({ stdout: '[?]\n', stderr: 'bash: illegal option -- z\n' });
});

test('a here-document that the end of the script ends is read, with a warning', async () => {
  expect(await bash('cat <<EOF\nhi\nthere')).toMatchObject({
    stdout: 'hi\nthere\n',
    stderr: "bash: line 3: warning: here-document at line 1 delimited by end-of-file (wanted `EOF')\n",
    exit: 0,
  });
});
