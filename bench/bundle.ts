/** Sizes of the built page: what the first paint needs, and each chunk that loads later. */
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { atMost, type Row } from './row.ts';

const sizeOf = (file: string): number => gzipSync(readFileSync(`dist/assets/${file}`), { level: 9 }).length / 1000;

export async function bundleRows(): Promise<Row[]> {
  await build({ logLevel: 'error' });
  const html = readFileSync('dist/index.html', 'utf8');
  const scripts = readdirSync('dist/assets').filter((file) => file.endsWith('.js'));
  const first = scripts.filter((file) => html.includes(file));
  const later = scripts.filter((file) => !first.includes(file)).map((file) => ({ file, size: sizeOf(file) }));
  const sum = first.reduce((total, file) => total + sizeOf(file), 0);
  return [
    atMost('first paint JavaScript', 'KB gzip', sum, 120),
    ...later
      .toSorted((a, b) => b.size - a.size)
      .slice(0, 12)
      .map(({ file, size }): Row => ({
        what: `lazy ${file.replace(/-[\w-]{8}\.js$/, '')}`,
        unit: 'KB gzip',
        value: size,
      })),
  ];
}
