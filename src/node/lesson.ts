/** `npm run lesson -- new PART/NN-slug` writes a lesson to begin with; `-- check [PART/NN-slug]` reads lessons and says what is wrong. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readFacts } from './lesson-facts.ts';
import { LESSONS, lessonFolders, mistakesOf } from './lesson-files.ts';
import { lessonTemplate } from './lesson-template.ts';

const USAGE = `npm run lesson -- new PART/NN-slug     a lesson to begin with: new 3-pods/10-sidecar
npm run lesson -- check [PART/NN-slug]  what is wrong with it, or with any
npm run lesson -- facts                 where each fact of the course stands
`;

function make(id: string): number {
  if (!/^([0-9]+-)?[a-z-]+\/[0-9]{2}-[a-z0-9-]+$/.test(id)) return fail(`'${id}' must look like 3-pods/10-sidecar`);
  const folder = join(LESSONS, id);
  if (existsSync(folder)) return fail(`${folder} is there already`);
  for (const [name, text] of Object.entries(lessonTemplate)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  process.stdout.write(`${folder} is there: lesson.yaml, en.md, ko.md, files/hello.yaml. It proves as it stands:
  npm start                        shows it, and reloads as you write
  npm run lessons -- -t ${id.split('/')[1]}     proves it
  docs/writing-lessons.md          says how
`);
  return 0;
}

function check(ids: readonly string[]): number {
  const mistakes = ids.flatMap(mistakesOf);
  process.stdout.write(
    mistakes.map(({ message }) => `${message}\n`).join('') || `${ids.length} lessons can be read, and lack nothing\n`,
  );
  return mistakes.length > 0 ? 1 : 0;
}

function tellFacts(): number {
  const facts = readFacts();
  const width = Math.max(...facts.map(({ fact }) => fact.length));
  process.stdout.write('Where each fact of the course stands (lessons/facts.yaml):\n\n');
  for (const { fact, lesson, step } of facts) process.stdout.write(`${fact.padEnd(width)}  ${lesson}#${step}\n`);
  return 0;
}

function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}

const [verb, id] = process.argv.slice(2);
if (verb === 'new' && id) process.exitCode = make(id);
else if (verb === 'check' && id && !existsSync(join(LESSONS, id)))
  process.exitCode = fail(`there is no ${LESSONS}/${id}`);
else if (verb === 'check') process.exitCode = check(id ? [id] : lessonFolders());
else if (verb === 'facts') process.exitCode = tellFacts();
else process.exitCode = fail(USAGE);
