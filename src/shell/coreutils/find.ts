/** find (GNU): `-name -iname -path -type -maxdepth -mindepth -empty -not -o -print -delete -exec … ;|+`. */
import type { FileStat } from '../filesystem.ts';
import { basename, joinPath } from '../path.ts';
import { matchesPattern } from '../pattern.ts';
import type { Process } from '../process.ts';
import { absolute, complain, coreutil, UsageError } from './options.ts';

interface Visited {
  path: string;
  stat: FileStat;
}

type Test = (file: Visited) => Promise<boolean>;

interface Plan {
  test: Test;
  /** Runs what `-exec … +` gathered. */
  finish: () => Promise<void>;
  acts: boolean;
  minimum: number;
  maximum: number;
}

export const find = coreutil(async (process) => {
  const args = process.argv.slice(1);
  const roots: string[] = [];
  while (args.length > 0 && !/^[-(!]/.test(args[0]!)) roots.push(args.shift()!);
  const plan = new FindParser(process, args).parse();
  let status = 0;
  for (const root of roots.length === 0 ? ['.'] : roots) {
    const stat = process.machine.fs.stat(absolute(process, root));
    if (stat) await walk(process, plan, { path: root, stat }, 0);
    else status = await complain(process, `‘${root}’: No such file or directory`);
  }
  await plan.finish();
  return status;
});

async function walk(process: Process, plan: Plan, file: Visited, depth: number): Promise<void> {
  const { fs } = process.machine;
  const names =
    file.stat.type === 'directory' && depth < plan.maximum ? fs.readDirectory(absolute(process, file.path)) : [];
  if (depth >= plan.minimum && (await plan.test(file)) && !plan.acts) await process.stdout.write(`${file.path}\n`);
  for (const name of names) {
    const path = joinPath(file.path, name);
    const stat = fs.stat(absolute(process, path));
    if (stat) await walk(process, plan, { path, stat }, depth + 1);
  }
}

class FindParser {
  private at = 0;
  private acts = false;
  private minimum = 0;
  private maximum = Infinity;
  private readonly finishers: (() => Promise<void>)[] = [];

  constructor(
    private readonly process: Process,
    private readonly args: readonly string[],
  ) {}

  parse(): Plan {
    const test: Test = this.args.length === 0 ? async () => true : this.or();
    if (this.at < this.args.length)
      throw new UsageError(`paths must precede expression: \`${this.args[this.at]}'`, 1, false);
    const finish = async (): Promise<void> => {
      for (const finisher of this.finishers) await finisher();
    };
    return { test, finish, acts: this.acts, minimum: this.minimum, maximum: this.maximum };
  }

  private or(): Test {
    let left = this.and();
    while (this.args[this.at] === '-o' || this.args[this.at] === '-or') {
      this.at++;
      const [a, b] = [left, this.and()];
      left = async (file) => (await a(file)) || b(file);
    }
    return left;
  }

  private and(): Test {
    let left = this.not();
    while (this.at < this.args.length && !['-o', '-or', ')'].includes(this.args[this.at]!)) {
      if (this.args[this.at] === '-a') this.at++;
      const [a, b] = [left, this.not()];
      left = async (file) => (await a(file)) && b(file);
    }
    return left;
  }

  private not(): Test {
    const word = this.args[this.at];
    if (word === '!' || word === '-not') {
      this.at++;
      const inner = this.not();
      return async (file) => !(await inner(file));
    }
    if (word === '(') {
      this.at++;
      const inner = this.or();
      this.at++;
      return inner;
    }
    return this.primary();
  }

  private value(name: string): string {
    const value = this.args[this.at++];
    if (value === undefined) throw new UsageError(`missing argument to \`${name}'`, 1, false);
    return value;
  }

  private primary(): Test {
    const word = this.args[this.at++]!;
    const pattern =
      (text: string, of: (file: Visited) => string): Test =>
      async (file) =>
        matchesPattern([{ text, quoted: false }], of(file));
    switch (word) {
      case '-name':
        return pattern(this.value(word), (file) => basename(file.path));
      case '-iname':
        return pattern(this.value(word).toLowerCase(), (file) => basename(file.path).toLowerCase());
      case '-path':
        return pattern(this.value(word), (file) => file.path);
      case '-type': {
        const type = this.value(word) === 'd' ? 'directory' : 'file';
        return async (file) => file.stat.type === type;
      }
      case '-maxdepth':
        this.maximum = Number(this.value(word));
        return async () => true;
      case '-mindepth':
        this.minimum = Number(this.value(word));
        return async () => true;
      case '-empty':
        return async (file) =>
          file.stat.type === 'file'
            ? file.stat.size === 0
            : this.process.machine.fs.readDirectory(absolute(this.process, file.path)).length === 0;
      default:
        return this.action(word);
    }
  }

  private action(word: string): Test {
    this.acts = true;
    if (word === '-print' || word === '-print0') {
      return async (file) => {
        await this.process.stdout.write(file.path + (word === '-print' ? '\n' : '\0'));
        return true;
      };
    }
    if (word === '-delete') {
      return async (file) => {
        this.process.machine.fs.remove(absolute(this.process, file.path), { recursive: true });
        return true;
      };
    }
    if (word === '-exec') return this.exec();
    throw new UsageError(`unknown predicate \`${word}'`, 1, false);
  }

  private exec(): Test {
    const end = this.args.findIndex(
      (word, index) => index >= this.at && (word === ';' || (word === '+' && this.args[index - 1] === '{}')),
    );
    if (end < 0) throw new UsageError("missing argument to `-exec'", 1, false);
    const argv = this.args.slice(this.at, end);
    this.at = end + 1;
    if (this.args[end] === ';')
      return async (file) => (await this.process.spawn?.(argv.map((word) => word.replaceAll('{}', file.path)))) === 0;
    const gathered: string[] = [];
    this.finishers.push(async () => {
      if (gathered.length > 0) await this.process.spawn?.([...argv.slice(0, -1), ...gathered]);
    });
    return async (file) => gathered.push(file.path) > 0;
  }
}
