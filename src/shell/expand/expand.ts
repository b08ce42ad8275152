/** Word expansions in their order (POSIX XCU 2.6): braces, tilde, parameters, commands, arithmetic, splitting, pathnames. */
import type { Assignment, Parameter, Part, Script, Word } from '../syntax/ast.ts';
import { elementAt, elementsOf, isAssociative, setElement, splitName } from '../arrays.ts';
import { type Context, getVariable, setVariable } from '../environment.ts';
import { hasWildcard, type Segment } from '../pattern.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { assignList } from './array-assignment.ts';
import { expandBraces } from './braces.ts';
import { FieldBuilder, segmentsText } from './fields.ts';
import { glob } from './glob.ts';
import { type Arguments, expandParameter, lookUp, namesOf, transform } from './parameter.ts';

/** Runs a command substitution and gives its output; the executor's part. */
export type Substitute = (context: Context, script: Script) => Promise<string>;

const plainWord = (text: string): Word => ({ parts: [{ type: 'text', text, quoted: false }], raw: text });

export class Expander {
  private readonly processFiles: string[] = [];
  private readonly args: Arguments = { text: (word) => this.text(word), pattern: (word) => this.segments(word) };

  constructor(
    private readonly context: Context,
    private readonly substitute: Substitute,
  ) {}

  /** Words to fields: what becomes argv. */
  async fields(words: readonly Word[]): Promise<string[]> {
    const out: string[] = [];
    const { environment } = this.context;
    for (const word of words.flatMap(expandBraces)) {
      const builder = new FieldBuilder(getVariable(environment, 'IFS') ?? ' \t\n');
      await this.addParts(builder, this.withTilde(word.parts), false, true);
      builder.finish();
      for (const field of builder.fields) {
        const matches =
          !environment.options.noglob && hasWildcard(field) ? glob(environment.machine.fs, environment.cwd, field) : [];
        if (matches.length > 0) out.push(...matches);
        else out.push(segmentsText(field));
      }
    }
    return out;
  }

  /** One word to one text: no splitting, no pathnames (assignments, here-documents, redirections, case). */
  async text(word: Word | undefined): Promise<string> {
    return segmentsText(await this.segments(word));
  }

  /** As text, but remembers what was quoted: for patterns. */
  async segments(word: Word | undefined): Promise<Segment[]> {
    const builder = new FieldBuilder('');
    if (word) await this.addParts(builder, this.withTilde(word.parts), false, false);
    builder.finish();
    return builder.fields.flat();
  }

  /** `name=value`, where tildes count behind every colon. */
  async assign(assignment: Assignment, exported = false): Promise<void> {
    const { environment } = this.context;
    if (assignment.list) return assignList(environment, this, assignment, assignment.list);
    const value = await this.text(assignment.value);
    if (assignment.index) {
      const key = await this.key(assignment.name, assignment.index);
      const before = assignment.append ? (elementAt(environment, assignment.name, key) ?? '') : '';
      return setElement(environment, assignment.name, key, before + value);
    }
    const old = assignment.append ? (getVariable(environment, assignment.name) ?? '') : '';
    setVariable(environment, assignment.name, old + value, exported);
  }

  async arithmetic(word: Word): Promise<bigint> {
    const { environment } = this.context;
    return evaluateArithmetic(await this.text(word), namesOf(environment));
  }

  /** What stands between the brackets behind an array's name. */
  async key(name: string, index: Word): Promise<string> {
    return isAssociative(this.context.environment, name) ? this.text(index) : String(await this.arithmetic(index));
  }

  private async addParts(
    builder: FieldBuilder,
    parts: readonly Part[],
    quoted: boolean,
    split: boolean,
  ): Promise<void> {
    if (quoted && parts.length === 0) builder.add('', true);
    for (const part of parts) await this.addPart(builder, part, quoted, split);
  }

  private async addPart(builder: FieldBuilder, part: Part, quoted: boolean, split: boolean): Promise<void> {
    const result = (text: string): void => {
      if (quoted || !split) builder.add(text, quoted);
      else builder.addSplit(text);
    };
    switch (part.type) {
      case 'text':
        return builder.add(part.text, quoted || part.quoted);
      case 'double':
        return this.addParts(builder, part.parts, true, split);
      case 'command':
        return result((await this.substitute(this.context, part.script)).replace(/\n+$/, ''));
      case 'process':
        return builder.add(await this.processFile(part.script), true);
      case 'arithmetic':
        return result(String(await this.arithmetic(part.expression)));
      case 'parameter':
        return this.addParameter(builder, part, quoted, split, result);
    }
  }

  /**
   * The file of a process substitution. Simplified: the commands run to their end before the file can be read, so
   * what never ends (`<(kubectl get -w)`) is waited for.
   */
  private async processFile(script: Script): Promise<string> {
    const { environment } = this.context;
    const { status } = environment;
    const text = await this.substitute(this.context, script);
    environment.status = status;
    const { fs } = environment.machine;
    fs.makeDirectory('/dev/fd', { recursive: true });
    let number = 63;
    while (fs.stat(`/dev/fd/${number}`)) number--;
    const path = `/dev/fd/${number}`;
    fs.writeFile(path, text);
    this.processFiles.push(path);
    return path;
  }

  /** Takes the files of process substitutions away once the command is done. */
  release(): void {
    for (const path of this.processFiles.splice(0)) this.context.environment.machine.fs.remove(path);
  }

  private async addParameter(
    builder: FieldBuilder,
    part: Parameter,
    quoted: boolean,
    split: boolean,
    result: (text: string) => void,
  ): Promise<void> {
    const { environment } = this.context;
    if (part.indirect && !part.index) {
      const target = splitName(lookUp(environment, part.name) ?? '');
      if (!target) return;
      const index = target.key === undefined ? undefined : plainWord(target.key);
      const aimed: Parameter = { type: 'parameter', name: target.name, operator: part.operator };
      if (part.argument) aimed.argument = part.argument;
      if (part.second) aimed.second = part.second;
      return this.addParameter(builder, index ? { ...aimed, index } : aimed, quoted, split, result);
    }
    if (part.index) return this.addElement(builder, part, part.index, { quoted, split, result });
    if ((part.name === '@' || part.name === '*') && (part.operator === '' || part.operator === ':')) {
      return this.addPositional(builder, await this.slice(part), part.name, quoted, split);
    }
    const word = await this.chosenWord(part);
    // The word of ${x:-"a b"} keeps its own quotes.
    if (word && !quoted) return this.addParts(builder, this.withTilde(word.parts), false, split);
    result(await expandParameter(environment, part, this.args));
  }

  /** `${x[i]}`, or all of them: `${x[@]}`, `${#x[@]}`, `${!x[@]}`, and what is done to each. */
  private async addElement(
    builder: FieldBuilder,
    part: Parameter,
    index: Word,
    how: { quoted: boolean; split: boolean; result: (text: string) => void },
  ): Promise<void> {
    const { environment } = this.context;
    const { name, operator } = part;
    if (index.raw !== '@' && index.raw !== '*') {
      const value = elementAt(environment, name, await this.key(name, index));
      return how.result(await expandParameter(environment, part, this.args, { value }));
    }
    const elements = elementsOf(environment, name);
    if (operator === 'length') return how.result(String(elements.length));
    if (/^:?[-+=?]$/.test(operator) && (elements.length === 0) === /[-=?]$/.test(operator)) {
      return how.result(await expandParameter(environment, part, this.args, { value: undefined }));
    }
    let values = elements.map(([key, value]) => (part.indirect ? key : value));
    if (operator === ':') values = await this.cut(values, part);
    else if (operator !== '' && !/^:?[-+=?]$/.test(operator)) {
      values = await Promise.all(values.map((value) => transform(environment, part, value, this.args)));
    }
    return this.addPositional(builder, values, index.raw, how.quoted, how.split);
  }

  private async cut(values: readonly string[], part: Parameter): Promise<string[]> {
    const from = part.argument ? Number(await this.arithmetic(part.argument)) : 0;
    const start = from < 0 ? Math.max(0, values.length + from) : from;
    if (!part.second) return values.slice(start);
    return values.slice(start, start + Number(await this.arithmetic(part.second)));
  }

  /** The word that `:-` or `:+` chooses, undefined when the value is what counts. */
  private async chosenWord(part: Parameter): Promise<Word | undefined> {
    if (!/^:?[-+]$/.test(part.operator)) return undefined;
    const value = lookUp(this.context.environment, part.name);
    const missing = value === undefined || (part.operator.startsWith(':') && value === '');
    return missing === part.operator.endsWith('-') ? part.argument : undefined;
  }

  private async slice(part: Parameter): Promise<readonly string[]> {
    const { positional, name } = this.context.environment;
    if (part.operator === '') return positional;
    const from = Number(evaluateArithmetic(await this.text(part.argument), { get: () => undefined, set: () => {} }));
    const all = from === 0 ? [name, ...positional] : positional;
    const start = from > 0 ? from - 1 : from < 0 ? Math.max(0, all.length + from) : 0;
    if (!part.second) return all.slice(start);
    return all.slice(start, start + Number(await this.arithmetic(part.second)));
  }

  private addPositional(
    builder: FieldBuilder,
    values: readonly string[],
    name: string,
    quoted: boolean,
    split: boolean,
  ): void {
    if (quoted && name === '*') {
      const separator = getVariable(this.context.environment, 'IFS')?.slice(0, 1) ?? ' ';
      return builder.add(values.join(separator), true);
    }
    if (!split) return builder.add(values.join(' '), quoted);
    values.forEach((value, index) => {
      if (index > 0) builder.finish();
      if (quoted) builder.add(value, true);
      else builder.addSplit(value);
    });
  }

  private withTilde(parts: readonly Part[]): readonly Part[] {
    const first = parts[0];
    if (first?.type !== 'text' || first.quoted || !first.text.startsWith('~')) return parts;
    const match = /^~([^/:]*)(.*)$/s.exec(first.text)!;
    if (parts.length > 1 && match[2] === '') return parts;
    const home = this.homeOf(match[1]!);
    if (home === undefined) return parts;
    return [
      { type: 'text', text: home, quoted: true },
      { type: 'text', text: match[2]!, quoted: false },
      ...parts.slice(1),
    ];
  }

  private homeOf(user: string): string | undefined {
    const { environment } = this.context;
    if (user === '') return getVariable(environment, 'HOME') ?? '/root';
    if (user === '+') return environment.cwd;
    if (user === '-') return getVariable(environment, 'OLDPWD');
    if (user === 'root') return '/root';
    return user === getVariable(environment, 'USER') ? getVariable(environment, 'HOME') : undefined;
  }
}
