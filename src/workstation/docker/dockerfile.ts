/** Reads Dockerfiles (github.com/moby/buildkit: frontend/dockerfile/parser, instructions/parse.go); errors in its words. */
export interface Instruction {
  /** In capitals. */
  name: string;
  /** `--from=…` → value, by name. */
  flags: Readonly<Record<string, string>>;
  /** Words, or those of the JSON form. */
  words: readonly string[];
  /** All after the name and its flags, as written. */
  text: string;
  json: boolean;
  line: number;
  lastLine: number;
}

export class DockerfileError extends Error {
  constructor(
    message: string,
    readonly line?: number,
    readonly lastLine?: number,
  ) {
    super(message);
    this.name = 'DockerfileError';
  }
}

const NAMES =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  FROM: ['platform'],
  COPY: ['from', 'chown', 'chmod', 'link', 'parents', 'exclude'],
  ADD: ['chown', 'chmod', 'link', 'checksum', 'keep-git-dir', 'exclude'],
  RUN: ['mount', 'network', 'security'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'retries', 'start-interval'],
};

/** Throws a DockerfileError. */
export function parseDockerfile(source: string): Instruction[] {
  const lines = source.split(/\r?\n/);
  const out: Instruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? '';
    if (/^\s*(#|$)/.test(first)) continue;
    const line = at + 1;
    let whole = first.replace(/^\s+/, '');
    while (/\\\s*$/.test(whole) && at + 1 < lines.length) {
      whole = whole.replace(/\\\s*$/, '');
      do at++;
      while (/^\s*(#|$)/.test(lines[at] ?? '') && at + 1 < lines.length);
      whole += lines[at] ?? '';
    }
    out.push(instruction(whole, line, at + 1));
  }
  if (out.length === 0) throw new DockerfileError('the Dockerfile cannot be empty');
  checkOrder(out);
  return out;
}

function checkOrder(all: readonly Instruction[]): void {
  const first = all.find(({ name }) => name !== 'ARG');
  if (first && first.name !== 'FROM') throw parseError(first.line, 'no build stage in current context', first.lastLine);
}

function parseError(line: number, words: string, lastLine = line): DockerfileError {
  return new DockerfileError(`dockerfile parse error on line ${line}: ${words}`, line, lastLine);
}

function instruction(text: string, line: number, lastLine: number): Instruction {
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const name = word.toUpperCase();
  if (!NAMES.includes(name)) throw parseError(line, `unknown instruction: ${word}${suggestion(name)}`, lastLine);
  const { flags, text: given } = flagsOf(name, rest.trimEnd(), line);
  const list = jsonList(given);
  const words = list ?? wordsOf(given);
  const made = { name, flags, words, text: given, json: list !== undefined, line, lastLine };
  checkCount(made);
  return made;
}

function checkCount({ name, words, line, lastLine }: Instruction): void {
  const [only] = words;
  if (name === 'COPY' || name === 'ADD') {
    const few = `${name} requires at least two arguments, but only one was provided. Destination could not be determined`;
    if (words.length < 2) throw parseError(line, few, lastLine);
  }
  if (/^(WORKDIR|USER|STOPSIGNAL)$/.test(name) && words.length !== 1)
    throw parseError(line, `${name} requires exactly one argument`, lastLine);
  if (/^(RUN|ENV|ARG|EXPOSE|LABEL|VOLUME)$/.test(name) && only === undefined)
    throw parseError(line, `${name} requires at least one argument`, lastLine);
  if (name === 'FROM' && words.length !== 1 && (words.length !== 3 || words[1]?.toUpperCase() !== 'AS'))
    throw parseError(line, 'FROM requires either one or three arguments', lastLine);
}

function suggestion(name: string): string {
  const near = NAMES.find((known) => distance(known, name) <= 2);
  return near ? ` (did you mean ${near}?)` : '';
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function flagsOf(name: string, text: string, line: number): { flags: Record<string, string>; text: string } {
  const flags: Record<string, string> = {};
  let rest = text;
  for (let found = FLAG.exec(rest); found; found = FLAG.exec(rest)) {
    const [all, flag = '', value = ''] = found;
    if (!FLAGS[name]?.includes(flag)) throw parseError(line, `unknown flag: --${flag}`);
    flags[flag] = value;
    rest = rest.slice(all.length);
  }
  return { flags, text: rest };
}

const FLAG = /^--([a-z-]+)(?:=(\S*))?\s+/;

function jsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
  } catch {
    // As the shell form then, as BuildKit takes it.
    return undefined;
  }
}

/** Words at blanks; quotes hold them together and stay, for later. */
function wordsOf(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
}

/** Replaces `$NAME`, `${NAME}`, `${NAME:-word}` and `${NAME:+word}`, and takes quotes away (buildkit: shell/lex.go). */
export function expandWord(word: string, values: Readonly<Record<string, string>>): string {
  const parts = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^'"\\]+)/g;
  return word.replace(parts, (_, single?: string, double?: string, escaped?: string, plain?: string) => {
    if (single !== undefined) return single;
    if (escaped !== undefined) return escaped;
    return substitute((double ?? plain ?? '').replace(/\\(["\\])/g, '$1'), values);
  });
}

function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:\{(\w+)(?::([-+])([^}]*))?\}|(\w+))/g,
    (_, braced?: string, sign?: string, word = '', bare?: string) => {
      const value = values[braced ?? bare ?? ''];
      if (sign === '-') return value || word;
      if (sign === '+') return value ? word : '';
      return value ?? '';
    },
  );
}

/** The lines around what is wrong, as `docker build` shows them. */
export function excerpt(file: string, source: string, line: number, lastLine: number): string {
  const lines = source.split(/\r?\n/);
  const rule = '--------------------';
  const shown: string[] = [];
  for (let at = Math.max(1, line - 2); at <= Math.min(lines.length, lastLine + 2); at++) {
    const mark = at >= line && at <= lastLine ? '>>>' : '   ';
    shown.push(`${String(at).padStart(4)} | ${mark} ${lines[at - 1] ?? ''}`);
  }
  return `${file}:${line}\n${rule}\n${shown.join('\n')}\n${rule}\n`;
}
