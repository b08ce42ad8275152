/** `npm run bench`: the budgets of the design, measured here and now. A table for people, results.json for programs. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { build } from 'vite';
import { bundleRows } from './bundle.ts';
import { pageRows } from './page.ts';
import { rolloutRows } from './rollout.ts';
import type { Row } from './row.ts';

const full = process.argv.includes('--full');

async function peerRow(replicas: number, limit: number): Promise<Row> {
  await build({
    logLevel: 'error',
    configFile: false,
    build: { ssr: 'bench/peer.ts', outDir: '.cache/peer', emptyOutDir: true },
    ssr: { noExternal: true },
  });
  const run = spawnSync(process.execPath, ['.cache/peer/peer.js', String(replicas)], {
    timeout: limit * 1000,
    encoding: 'utf8',
  });
  const what = `@ngrok/webernetes: Deployment of ${replicas} → Ready (real time)`;
  const value = run.status === 0 ? Number(run.stdout) : undefined;
  return { what, unit: 's', value, ...(value === undefined ? { note: `not done after ${limit} s` } : {}) };
}

const rows = [
  ...(await rolloutRows(full)),
  await peerRow(10, 60),
  await peerRow(100, 60),
  await peerRow(1000, full ? 180 : 60),
  ...(await bundleRows()),
  ...(await pageRows()),
];

const show = ({ value, unit }: Row): string =>
  value === undefined ? '—' : `${value < 10 ? value.toFixed(3) : value.toFixed(0)} ${unit}`;
for (const row of rows) {
  const verdict = row.met === undefined ? '' : row.met ? 'met' : 'MISSED';
  console.log(
    `${row.what.padEnd(62)} ${show(row).padStart(14)}  ${(row.budget ?? '').padEnd(8)} ${verdict.padEnd(7)} ${row.note ?? ''}`,
  );
}
writeFileSync('bench/results.json', JSON.stringify({ node: process.version, rows }, null, 2));
