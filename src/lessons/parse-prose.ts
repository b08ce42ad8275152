/**
 * Reads a lesson's `en.md` or `ko.md`:
 *
 *     # Title
 *     Hook, two sentences.
 *     ## Step title {#step-id}
 *     Prose, and blocks: ```sh (Run; options: fails, stays, wait=SECONDS), ```printed (what that prints), ```yaml web.yaml
 *     (opens in the editor), ```switch (stop COMPONENT), ```text (shown)
 *     - [ ] goal-id: words of the goal
 *     ::: hint … :::          one per tier
 *     ::: wrong ID … :::      the hint for that wrong answer
 *     ::: predict … :::       question, `- choice: words`, `--- ` and what to say afterwards
 *     ## What happened {#debrief}
 */
import { type Block, LessonError, type LessonProse, type StepProse } from './lesson.ts';

interface Line {
  text: string;
  number: number;
}

type Draft = {
  id: string;
  title: string;
  blocks: Block[];
  goals: Record<string, string>;
  hints: string[];
  wrong: Record<string, string>;
  prediction?: NonNullable<StepProse['prediction']>;
};

export function parseProse(file: string, text: string): LessonProse {
  const lines = text.split(/\r?\n/).map((line, index) => ({ text: line, number: index + 1 }));
  const title = /^# (.+)$/.exec(lines[0]?.text ?? '')?.[1];
  if (!title) throw new LessonError(file, 1, 'begin with the title: # Title');
  const { hook, sections } = split(file, lines.slice(1));
  const debrief = sections.find(({ id }) => id === 'debrief');
  if (!debrief) throw new LessonError(file, lines.length, 'end with a debrief: ## What happened {#debrief}');
  const steps = sections.filter((section) => section !== debrief).map((section) => parseStep(file, section));
  return { title, hook, steps, debrief: textOf(debrief.lines) };
}

interface Section {
  id: string;
  title: string;
  lines: Line[];
}

function split(file: string, lines: readonly Line[]): { hook: string; sections: Section[] } {
  const hook: Line[] = [];
  const sections: Section[] = [];
  let fence: Line | undefined;
  for (const line of lines) {
    const fences = line.text.startsWith('```');
    if (fence && (line.text.startsWith('## ') || (fences && line.text.trim() !== '```'))) throw unclosed(file, fence);
    if (fences) fence = fence ? undefined : line;
    if (!fence && line.text.startsWith('## ')) {
      const [, title, id] = /^## (.+?) \{#([a-z0-9-]+)\}$/.exec(line.text) ?? [];
      if (!title || !id) throw new LessonError(file, line.number, 'give the step an id: ## Title {#step-id}');
      sections.push({ id, title, lines: [] });
    } else (sections.at(-1)?.lines ?? hook).push(line);
  }
  if (fence) throw unclosed(file, fence);
  return { hook: textOf(hook), sections };
}

const unclosed = (file: string, { number, text }: Line): LessonError =>
  new LessonError(file, number, `close this block with ${text.startsWith('```') ? '```' : ':::'}`);

function parseStep(file: string, { id, title, lines }: Section): StepProse {
  const step: Draft = { id, title, blocks: [], goals: {}, hints: [], wrong: {} };
  let prose: Line[] = [];
  const flush = (): void => {
    const markdown = textOf(prose);
    if (markdown) step.blocks.push({ sort: 'prose', markdown });
    prose = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line;
    const goal = /^- \[ \] ([a-z0-9-]+): (.+)$/.exec(line.text);
    const opening = /^(```|::: )(\S*)\s*(.*)$/.exec(line.text);
    if (goal?.[1] && goal[2]) step.goals[goal[1]] = goal[2];
    else if (line.text.startsWith('- [') && /^- \[.?\]/.test(line.text))
      throw new LessonError(file, line.number, 'a goal is told as: - [ ] goal-id: its words');
    else if (opening) {
      flush();
      const close = opening[1] === '```' ? '```' : ':::';
      const rest = lines.slice(at + 1).findIndex(({ text }) => text.trim() === close || /^::: \S/.test(text));
      const end = at + 1 + rest;
      if (rest < 0 || lines[end]?.text.trim() !== close) throw unclosed(file, line);
      addBlock(file, step, opening[2] ?? '', opening[3] ?? '', line, lines.slice(at + 1, end));
      at = end;
    } else prose.push(line);
  }
  flush();
  return step;
}

function addBlock(file: string, step: Draft, sort: string, name: string, line: Line, inner: readonly Line[]): void {
  const text = inner.map((each) => each.text).join('\n');
  const fail = (mend: string): LessonError => new LessonError(file, line.number, mend);
  switch (sort) {
    case 'sh':
      return void step.blocks.push(parseCommand(text, name, fail));
    case 'printed':
      if (step.blocks.at(-1)?.sort !== 'command') throw fail('printed stands right below the command that prints it');
      return void step.blocks.push({ sort: 'printed', text });
    case 'yaml':
      return void step.blocks.push({ sort: 'yaml', text: `${text}\n`, ...(name ? { file: name } : {}) });
    case 'switch':
      return void step.blocks.push(parseSwitch(text, fail));
    case 'text':
      return void step.blocks.push({ sort: 'output', text });
    case 'hint':
      return void step.hints.push(text.trim());
    case 'wrong':
      if (!name) throw fail('name the wrong answer: ::: wrong ID, as in lesson.yaml');
      step.wrong[name] = text.trim();
      return undefined;
    case 'predict':
      step.prediction = parsePrediction(file, line, inner);
      return void step.blocks.push({ sort: 'prediction' });
    default:
      throw fail(`a block is sh, printed, yaml, switch, text, hint, wrong or predict, not '${sort}'`);
  }
}

function parseCommand(text: string, options: string, fail: (mend: string) => LessonError): Block {
  const command: Block & { sort: 'command' } = { sort: 'command', text, fails: false, stays: false };
  for (const option of options.split(/\s+/).filter(Boolean)) {
    const seconds = /^wait=(\d+)$/.exec(option)?.[1];
    if (option === 'fails' || option === 'stays') command[option] = true;
    else if (seconds) command.wait = Number(seconds);
    else throw fail(`after sh may stand fails, stays or wait=SECONDS, not '${option}'`);
  }
  return command;
}

function parseSwitch(text: string, fail: (mend: string) => LessonError): Block {
  const [, to, component] = /^(stop|start) (\S+)$/.exec(text.trim()) ?? [];
  if (!component) throw fail('a switch says: stop COMPONENT, or start COMPONENT');
  return { sort: 'switch', component, to: to === 'stop' ? 'stop' : 'start' };
}

function parsePrediction(file: string, line: Line, inner: readonly Line[]): NonNullable<StepProse['prediction']> {
  const rule = inner.findIndex(({ text }) => text.trim() === '---');
  if (rule < 0) throw new LessonError(file, line.number, 'say after a line with --- what the cluster showed');
  const choices: Record<string, string> = {};
  const question: Line[] = [];
  for (const each of inner.slice(0, rule)) {
    const [, id, words] = /^- ([a-z0-9-]+): (.+)$/.exec(each.text) ?? [];
    if (id && words) choices[id] = words;
    else question.push(each);
  }
  if (Object.keys(choices).length < 2)
    throw new LessonError(file, line.number, 'offer at least two choices: - id: words');
  return { question: textOf(question), choices, afterwards: textOf(inner.slice(rule + 1)) };
}

function textOf(lines: readonly Line[]): string {
  return lines
    .map(({ text }) => text)
    .join('\n')
    .trim();
}
