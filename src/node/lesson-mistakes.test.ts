/** What an author may get wrong in a lesson, and the one line that answers it: file, line, mend. */
import { expect, it } from 'vitest';
import type { Glossary } from '../lessons/glossary.ts';
import { LANGUAGES, LessonError } from '../lessons/lesson.ts';
import { minutesOf } from '../lessons/measure.ts';
import { lessonMistakes } from '../lessons/mistakes.ts';
import { parseLesson } from '../lessons/parse-lesson.ts';
import { played, solved } from './lesson-proof.ts';
import { lessonTemplate } from './lesson-template.ts';

const ID = '9-more/90-example';
const WORDS = { term: 'Deployment', text: 'Keeps Pods.' };
const glossary: Glossary = { deployment: { page: 'Deployments', words: { en: WORDS, ko: WORDS } } };

/** The file, what stands there, what the author writes instead, and the answer. */
type Slip = [file: string, from: string | RegExp, to: string, answer: string];

const slips: Slip[] = [
  ['lesson.yaml', 'minutes: 5', 'minutes: soon', ':2: minutes must be an integer'],
  ['lesson.yaml', 'minutes: 5', 'minutes: 40', ':2: minutes must be at most 12'],
  ['lesson.yaml', 'steps:', '\tsteps:', ':3: '],
  ['lesson.yaml', 'breaks: true', 'brakes: true', ":14: 'brakes' is not known here; known: look, breaks, mends"],
  ['lesson.yaml', 'object:', 'objekt:', ":8: 'objekt' is not known here"],
  ['lesson.yaml', 'kind: Deployment', 'kind: Deploymnet', ':7: goals do not know apps/v1 Deploymnet'],
  ['lesson.yaml', 'predict: two', 'predict: three', ':13: predict must be one of the choices in en.md: one, two'],
  ['lesson.yaml', 'fails: two-ready', 'fails: two-redy', ':27: fails must be a goal of run: two-ready'],
  ['lesson.yaml', 'step: lose', 'step: loose', ':30: there is no step loose; steps: run, lose'],
  ['lesson.yaml', 'look: deployment/hello', 'look: deployments/hello', ":5: look knows no 'deployments'"],
  ['lesson.yaml', 'look: deployment/hello', 'look: file/helo.yaml', ':5: there is no helo.yaml in files/'],
  ['lesson.yaml', '    look: deployment/hello\n', '', ':4: say where to look in step run'],
  ['lesson.yaml', "'ReplicaSet//^hello-/'", "'ReplicaSet//^hello-(/'", ":17: '^hello-(' is no regular expression"],
  ['lesson.yaml', 'event: {', 'count: { apiVersion: v1, kind: Pod, metadata: {', ':19: '],
  ['lesson.yaml', /object: (.*readyReplicas: 2 } })/, 'count: $1', ':7: count needs exactly, atLeast, atMost'],
  ['lesson.yaml', /object: (.*)/, 'expression: { of: { apiVersion: v1, kind: Pod }, cel: "objects.all(p," }', ':7: '],
  ['lesson.yaml', /object: (.*)/, 'traffic: { url: web.example.com }', ":7: url 'web.example.com' must look like"],
  ['lesson.yaml', 'breaks: true', 'breaks: false', ':3: say in which step something is broken (breaks: true)'],
  ['lesson.yaml', '  - id: one\n    step', '  - step', ':4: wrong answers of run are one; lesson.yaml has none'],
  ['lesson.yaml', /alternatives:[^]*/, '', ':1: name an alternative'],
  ['en.md', '# The title', 'The title', ':1: begin with the title: # Title'],
  ['en.md', ' {#run}', '', ':4: give the step an id: ## Title {#step-id}'],
  ['en.md', '{#run}', '{#runs}', ':1: steps are runs, lose; lesson.yaml has run, lose'],
  ['en.md', '- [ ] two-ready: ', '- [ ] ', ':14: a goal is told as: - [ ] goal-id: its words'],
  ['en.md', '- [ ] two-ready:', '- [ ] ready:', ':4: goals of run are ready; lesson.yaml has two-ready'],
  [
    'en.md',
    '```printed',
    '```prints',
    ":10: a block is sh, printed, yaml, switch, text, hint, wrong or predict, not 'prints'",
  ],
  ['en.md', '```sh\n', '```sh later\n', ":7: after sh may stand fails, stays or wait=SECONDS, not 'later'"],
  ['en.md', 'hello.yaml\n```\n', 'hello.yaml\n', ':7: close this block with ```'],
  ['en.md', 'Where to look.\n:::', 'Where to look.', ':16: close this block with :::'],
  ['en.md', '::: wrong one', '::: wrong won', ':4: wrong answers of run are won; lesson.yaml has one'],
  ['en.md', '- one: One\n', '', ':32: offer at least two choices: - id: words'],
  ['en.md', '---\n', '', ':32: say after a line with --- what the cluster showed'],
  ['en.md', '{#debrief}', '{#end}', ': end with a debrief: ## What happened {#debrief}'],
  ['en.md', '**Go deeper**', 'Go deeper', ':78: say in the debrief: **Go deeper** …'],
  ['en.md', ', in another.', '', ':1: write the hook in two sentences, not in 1'],
  ['en.md', 'term:deployment', 'term:deploiment', ':5: there is no term deploiment in lessons/glossary.yaml'],
  ['en.md', '](term:deployment)', '](../other.md)', ':5: there is nothing at ../other.md'],
  ['ko.md', /\[Deployment\]\(term:deployment\)/, 'Deployment', ':5: ko.md does not link deployment; link it there too'],
  ['ko.md', /::: hint[^]*?\n:::\n/, '', ':4: step run has 2 hints; write 3'],
  ['ko.md', '::: wrong taken-back', '::: wrong one', ':29: wrong answers of lose are one; lesson.yaml has taken-back'],
];

it('finds nothing wrong with the example', () => {
  expect(mistakes(lessonTemplate)).toEqual([]);
});

it('begins with an example that proves as it stands', async () => {
  const lesson = parseLesson(ID, lessonTemplate);
  const { seconds } = await solved(lesson);
  await played(lesson);
  for (const language of LANGUAGES)
    expect(Math.abs(minutesOf(lesson, language, seconds) - lesson.minutes)).toBeLessThan(2.5);
});

it('reads files with the line ends of Windows', () => {
  const texts = Object.entries(lessonTemplate).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]);
  expect(mistakes(Object.fromEntries(texts))).toEqual([]);
});

it.each(slips)('%s: %s → %s', (file, from, to, answer) => {
  const text = lessonTemplate[file] ?? '';
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const found = mistakes({ ...lessonTemplate, [file]: changed });
  expect(found.join('\n')).toContain(answer);
  for (const line of found) expect(line).toMatch(new RegExp(`^lessons/${ID}/[a-z.]+:\\d+: .+$`));
});

it.each(Object.keys(lessonTemplate).filter((name) => name.includes('.md') || name === 'lesson.yaml'))(
  'misses %s',
  (name) => {
    const { [name]: _, ...rest } = lessonTemplate;
    expect(mistakes(rest)).toEqual([`lessons/${ID}/${name}:1: is missing`]);
  },
);

function mistakes(files: Readonly<Record<string, string>>): string[] {
  const found = lessonMistakes(ID, files, { glossary, lessons: [ID] });
  expect(found.every((mistake) => mistake instanceof LessonError)).toBe(true);
  return found.map(({ message }) => message);
}
