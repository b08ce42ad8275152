/** `docker build`: BuildKit's steps in order, told as `--progress=plain` tells them. */
import type { BuiltImage } from '../../api/built-image.ts';
import { FileTree } from '../../containers/file-tree.ts';
import { findImage } from '../../containers/images/index.ts';
import { fingerprint } from '../../containers/pull.ts';
import { parseReference } from '../../containers/reference.ts';
import { type BuildContext } from './context.ts';
import { DockerfileError, expandWord, type Instruction, parseDockerfile } from './dockerfile.ts';
import type { Docker } from './docker.ts';
import { imageOfStage, layerOfBase, newStage, type Stage } from './stage.ts';
import { copy, note, type Source, sourceOfTree } from './steps.ts';

export interface BuildOptions {
  docker: Docker;
  source: string;
  context: BuildContext;
  args: Readonly<Record<string, string>>;
  target?: string;
  names: readonly string[];
  say(text: string): Promise<void>;
  signal: AbortSignal;
}

/** Throws a DockerfileError. */
export async function build(options: BuildOptions): Promise<BuiltImage> {
  const build = new Build(options);
  return build.run();
}

class Build {
  private readonly stages: Stage[] = [];
  private number = 0;
  private readonly global: Record<string, string> = {};

  constructor(private readonly options: BuildOptions) {}

  async run(): Promise<BuiltImage> {
    const { source, context, docker, names } = this.options;
    const steps = parseDockerfile(source);
    await this.options.say('#0 building with "default" instance using docker driver\n\n');
    await this.step(
      '[internal] load build definition from Dockerfile',
      `transferring dockerfile: ${source.length}B done`,
    );
    await this.step('[internal] load .dockerignore', 'transferring context: 2B done');
    await this.step('[internal] load build context', `transferring context: ${context.size}B done`);
    const wanted = this.wanted(steps);
    const totals = steps.slice(0, wanted).filter(({ name }) => LAYERS.has(name)).length;
    let layer = 0;
    for (const one of steps.slice(0, wanted)) {
      if (LAYERS.has(one.name)) layer++;
      await this.act(one, `[${layer}/${totals}] `);
    }
    const stage = this.stages.at(-1);
    if (!stage) throw new DockerfileError('dockerfile parse error on line 1: no build stage in current context', 1, 1);
    const image = imageOfStage(stage, docker.now());
    await this.step(
      'exporting to image',
      'exporting layers done',
      `writing image ${image.id} done`,
      ...names.map((name) => `naming to ${name} done`),
    );
    return image;
  }

  /** How many steps it takes to the end of the stage that is asked for. */
  private wanted(steps: readonly Instruction[]): number {
    const { target } = this.options;
    if (target === undefined) return steps.length;
    const froms = steps.flatMap((one, index) => (one.name === 'FROM' ? [index] : []));
    const at = froms.findIndex((index, order) => steps[index]?.words[2] === target || String(order) === target);
    if (at < 0) throw new DockerfileError(`target stage "${target}" could not be found`);
    return froms[at + 1] ?? steps.length;
  }

  private async step(title: string, ...lines: readonly string[]): Promise<void> {
    const number = ++this.number;
    const shown = [title, ...lines, 'DONE 0.0s'].map((line) => `#${number} ${line}\n`).join('');
    await this.options.say(`${shown}\n`);
  }

  private async act(step: Instruction, place: string): Promise<void> {
    const stage = this.stages.at(-1);
    if (step.name === 'FROM') return this.from(step, place);
    if (step.name === 'ARG') return this.arg(step, stage);
    if (!stage)
      throw new DockerfileError(
        `dockerfile parse error on line ${step.line}: no build stage in current context`,
        step.line,
      );
    const text = `${step.name} ${step.text}`;
    if (step.name === 'RUN') await this.execute(stage, step, `${place}${text}`);
    else if (step.name === 'COPY' || step.name === 'ADD') {
      copy(stage, step, this.sourceOf(step));
      await this.step(`${place}${text}`);
    } else if (note(stage, step) && step.name === 'WORKDIR') await this.step(`${place}${text}`);
    stage.history.push({ created: this.options.docker.now(), instruction: text, size: 0 });
  }

  private arg({ words }: Instruction, stage: Stage | undefined): void {
    for (const word of words) {
      const at = word.indexOf('=');
      const name = at < 0 ? word : word.slice(0, at);
      const values = stage ? { ...stage.args, ...stage.env } : this.global;
      const own = at < 0 ? this.global[name] : expandWord(word.slice(at + 1), values);
      const value = this.options.args[name] ?? own;
      if (value !== undefined) (stage?.args ?? this.global)[name] = value;
    }
  }

  private async from(step: Instruction, place: string): Promise<void> {
    const [word = '', , name = String(this.stages.length)] = step.words;
    const asked = expandWord(word, { ...this.global, ...this.options.args });
    const earlier = this.stages.find((stage) => stage.name === asked);
    const { docker } = this.options;
    if (earlier) {
      this.stages.push(newStage(name, earlier.base, imageOfStage(earlier, docker.now()), docker.now));
      return;
    }
    const { canonical, built } = this.find(asked, step);
    await docker.pause(LOOK_UP, this.options.signal);
    await this.step(`[internal] load metadata for ${canonical}`);
    await this.step(`${place}FROM ${canonical}@sha256:${fingerprint(canonical)}`);
    this.stages.push(newStage(name, canonical, built, docker.now));
  }

  private find(asked: string, step: Instruction): { canonical: string; built: BuiltImage | undefined } {
    const refused = (words: string): DockerfileError => new DockerfileError(words, step.line, step.lastLine);
    try {
      const { canonical, repository, tag } = parseReference(asked);
      const built = this.options.docker.find(canonical);
      if (!built && asked !== 'scratch' && !findImage(repository).hasTag(tag))
        throw refused(`${asked}: failed to resolve source metadata for ${canonical}: ${canonical}: not found`);
      return { canonical, built };
    } catch (error) {
      if (error instanceof DockerfileError) throw error;
      throw refused(`failed to parse stage name "${asked}": ${(error as Error).message}`);
    }
  }

  private sourceOf(step: Instruction): Source {
    const from = step.flags['from'];
    if (from === undefined) return this.options.context;
    const stage = this.stages.find(({ name }, index) => name === from || String(index) === from);
    if (stage) return sourceOfTree(stage.tree);
    const { canonical, built } = this.find(from, step);
    const tree = new FileTree(layerOfBase(built?.base ?? canonical), this.options.docker.now);
    return sourceOfTree(built ? newStage('', canonical, built, this.options.docker.now).tree : tree);
  }

  private async execute(stage: Stage, step: Instruction, title: string): Promise<void> {
    const { docker, say, signal } = this.options;
    const number = ++this.number;
    await say(`#${number} ${title}\n`);
    const began = docker.now();
    const argv = step.json ? step.words : [...stage.shell, step.text];
    const shown = (at: number, text: string): string => `#${number} ${(at / 1000).toFixed(3)} ${text}\n`;
    const run = await docker.runOnce(imageOfStage(stage, began), {
      argv,
      env: { ...stage.args, ...stage.env },
      signal,
    });
    for (const { at, text } of run.lines) await say(shown(at - began, text));
    if (run.status !== 0) {
      const command = argv.join(' ');
      await say(`#${number} ERROR: process "${command}" did not complete successfully: exit code: ${run.status}\n`);
      await say(
        `------\n > ${title}:\n${run.lines
          .slice(-10)
          .map(({ at, text }) => `${((at - began) / 1000).toFixed(3)} ${text}\n`)
          .join('')}------\n`,
      );
      throw new DockerfileError(
        `process "${command}" did not complete successfully: exit code: ${run.status}`,
        step.line,
        step.lastLine,
      );
    }
    stage.tree.restore(run.files);
    await say(`#${number} DONE ${((docker.now() - began) / 1000).toFixed(1)}s\n\n`);
  }
}

/** ms to ask the registry about an image. */
const LOOK_UP = 700;
/** Instructions that make a layer. */
const LAYERS = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'WORKDIR']);
