/**
 * `npm test`: every check in order of cost, each with its own output, and one closing line for all of them.
 * A check that counts no cases of its own counts as one.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, mkdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url).pathname;
mkdirSync(`${root}.cache`, { recursive: true });
const UNIT = `${root}.cache/unit.json`;
const E2E = `${root}.cache/e2e.json`;
for (const file of [UNIT, E2E]) rmSync(file, { force: true });

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const CHECKS = [
  { name: 'types', command: 'tsc --noEmit' },
  { name: 'lint', command: 'oxlint --deny-warnings' },
  { name: 'format', command: 'oxfmt --check' },
  { name: 'dead code', command: 'knip' },
  {
    name: 'unit, lessons, architecture, parity',
    command: `vitest run --reporter=default --reporter=json --outputFile.json=${UNIT}`,
    count: () => {
      const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = read(UNIT);
      return {
        passed: numPassedTests,
        failed: numFailedTests || (numFailedTestSuites ? 1 : 0),
        skipped: numPendingTests,
      };
    },
  },
  {
    name: 'end-to-end',
    command: 'playwright test --reporter=list,json',
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: E2E },
    count: () => {
      const { expected, flaky, unexpected, skipped } = read(E2E).stats;
      return { passed: expected, failed: unexpected + flaky, skipped };
    },
  },
];

function run({ command, environment }) {
  const [name, ...args] = command.split(' ');
  return new Promise((resolve) => {
    const child = spawn(`${root}node_modules/.bin/${name}`, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const check of CHECKS) {
  console.log(`\n── ${check.name}`);
  const code = await run(check);
  let result = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  try {
    if (check.count) result = check.count();
  } catch {
    // No report was written: the check itself failed, which the exit code says.
  }
  if (code !== 0 && result.failed === 0) result.failed = 1;
  for (const key of Object.keys(total)) total[key] += result[key] ?? 0;
  console.log(`${check.name}: ${result.passed} passed, ${result.failed} failed`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 ? 0 : 1;
