/**
 * What every npm command of the README runs first: makes the checkout ready, quickly when it already is.
 * Plain Node with no dependencies, because it is what installs them. `--test` also finds or installs a browser.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url).pathname;
const at = (path) => root + path;
const say = (text) => process.stderr.write(`${text}\n`);

/** Runs `work` unless it was done for the same contents of `files`. */
function once(name, files, made, work) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(at(file)));
  const stamp = at(`.cache/${name}.stamp`);
  const sum = hash.digest('hex');
  if (existsSync(at(made)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sum) return;
  work();
  mkdirSync(at('.cache'), { recursive: true });
  writeFileSync(stamp, sum);
}

function run(command, args) {
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
}

once('dependencies', ['package-lock.json'], 'node_modules/vite', () => {
  say('Installing dependencies …');
  // Not `npm ci`: it refuses a lock file that lacks other platforms' optional binaries, which not every registry has.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
});

once(
  'openapi',
  [
    'package-lock.json',
    ...['', '-enums', '-kinds', '-refs', '-release', '-words'].map((part) => `src/node/openapi${part}.mjs`),
  ],
  'src/api/schema/openapi.generated.json',
  () => {
    say('Deriving the schema of the kinds …');
    run(process.execPath, [at('src/node/openapi.mjs')]);
  },
);

if (process.argv.includes('--test')) await import('./setup-test.mjs');
