/**
 * `npm run lessons [-- --server URL] [-t NAME]`: the lessons' proofs alone, and what they have shown; at a server, those
 * that a real cluster can give.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const args = process.argv.slice(2);
const at = args.indexOf('--server');
const [, server] = at < 0 ? [] : args.splice(at, 2);
if (at >= 0 && !server) {
  console.error('say where the API is: npm run lessons -- --server http://127.0.0.1:8001 (as kubectl proxy gives it)');
  process.exit(2);
}

const run = (command, args, env = {}) =>
  new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).on('close', (code) =>
      resolve(code ?? 1),
    );
  });

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0);

function tell(lessons) {
  const columns = ['lesson', 'minutes', 'en', 'ko', 'goals', 'refused', 'accepted', 'languages proved'];
  const rows = lessons.map(({ lesson, minutes, reckoned, goals, refused, accepted, languages }) => [
    lesson,
    minutes,
    reckoned.en?.toFixed(1) ?? '-',
    reckoned.ko?.toFixed(1) ?? '-',
    goals,
    refused,
    accepted,
    languages.join(' ') || '-',
  ]);
  table([columns, ...rows]);
  const proved = lessons.reduce((total, { languages }) => total + languages.length, 0);
  console.log(`
${proved} of ${2 * lessons.length} lessons × languages proved; ${sum(lessons, 'refused')} wrong answers refused, each with its own hint;
${sum(lessons, 'accepted')} alternative solutions accepted. Minutes: as said, and as reckoned (played solution and reading).
`);
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => String(cell).padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

// An author's mistakes first, one line each: what cannot be read cannot be proved.
if (!server) await run('node', ['src/node/run.mjs', 'src/node/lesson.ts', 'check']);
const figures = mkdtempSync(join(tmpdir(), 'lessons-'));
const files = server
  ? ['src/node/lessons-server.test.ts']
  : ['src/node/lessons.test.ts', 'src/node/lessons-other.test.ts', 'src/node/lesson-mistakes.test.ts', 'src/lessons'];
const env = server ? { LESSONS_SERVER: server } : { LESSONS_FIGURES: figures };
const code = await run('npx', ['vitest', 'run', ...files, ...args], env);
const proved = readdirSync(figures).flatMap((name) => JSON.parse(readFileSync(join(figures, name), 'utf8')));
rmSync(figures, { recursive: true });
if (proved.length > 0) {
  tell(proved.toSorted((a, b) => (a.lesson < b.lesson ? -1 : 1)));
  await run('node', ['src/node/run.mjs', 'src/node/lesson.ts', 'facts']);
}
process.exit(code);
