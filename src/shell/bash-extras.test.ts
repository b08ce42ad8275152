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

test.each([
  ['arr=(a "b c" d); echo ${arr[1]} ${#arr[@]} $arr ${arr[-1]} ${#arr[1]}', 'b c 3 a d 3\n'],
  ['arr=(a "b c"); for x in "${arr[@]}"; do echo "<$x>"; done', '<a>\n<b c>\n'],
  ['arr=(a b); arr+=(c); arr[7]=g; echo ${!arr[@]} "${arr[*]}"', '0 1 2 7 a b c g\n'],
  ['arr=(a b c); unset "arr[1]"; echo "${arr[@]}" ${#arr[@]}', 'a c 2\n'],
  ['declare -A m=([x]=1 ["two words"]=2); m[z]=3; echo ${#m[@]} "${m[two words]}" ${m[z]}', '3 2 3\n'],
  ['n=(3 1 2); ((n[1]=10)); ((n[1]++)); echo $((n[0]*n[2])) ${n[1]} "${n[@]:1}"', '6 11 11 2\n'],
  ['f=(a.txt b.txt); echo "${f[@]%.txt}" "${f[@]/txt/md}"', 'a b a.md b.md\n'],
  ['n=(1 2); declare -p n; readonly -a r=(1 2); echo ${r[1]}', 'declare -a n=([0]="1" [1]="2")\n2\n'],
  ['f() { local l=(x y); l+=(z); echo ${l[*]}; }; f; echo "${l[@]:-unset}"', 'x y z\nunset\n'],
  ['v=n; n=7; echo ${!v}', '7\n'],
  ['read -a w <<< "the quick fox"; mapfile -t l < <(seq 2); echo ${w[2]} ${#l[@]}', 'fox 2\n'],
  ['true | false | true; echo ${PIPESTATUS[@]}', '0 1 0\n'],
  ['e=(); for x in "${e[@]}"; do echo never; done; echo ${#e[@]}', '0\n'],
  ['[[ foo42 =~ ([a-z]+)([0-9]+) ]]; echo $? ${BASH_REMATCH[0]} ${BASH_REMATCH[2]}', '0 foo42 42\n'],
  ['c=(1 2); (c[0]=9; echo ${c[0]}); echo ${c[0]}', '9\n1\n'],
])('%s', async (source, stdout) => {
  expect(await bash(source)).toMatchObject({ stdout, stderr: '' });
});
