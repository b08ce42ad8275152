/**
 * JSON as Go's decoder reads it (encoding/json scanner.go, sigs.k8s.io/json): its words for what is no JSON, and the fields
 * that a document gives twice. Values are JSON.parse's; this only looks at the text.
 */

/** Upstream's limit on nesting (maxNestingDepth). */
const MAX_DEPTH = 10_000;
const ESCAPES = '"\\/bfnrtu';

class Scan {
  at = 0;
  readonly duplicates = new Set<string>();

  constructor(readonly text: string) {}

  fail(context: string): never {
    const char = this.text[this.at];
    if (char === undefined) throw new Error('unexpected end of JSON input');
    throw new Error(`invalid character ${quoted(firstByte(this.text.codePointAt(this.at)!))} ${context}`);
  }

  space(): string | undefined {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++;
    return this.text[this.at];
  }

  /** `path` is where the value stands. */
  value(path: string, depth: number): void {
    if (depth > MAX_DEPTH) throw new Error('exceeded max depth');
    const char = this.space();
    if (char === '{') this.object(path, depth);
    else if (char === '[') this.array(path, depth);
    else if (char === '"') this.string();
    else if (char === 't') this.literal('true');
    else if (char === 'f') this.literal('false');
    else if (char === 'n') this.literal('null');
    else if (char !== undefined && /[-0-9]/.test(char)) this.number();
    else this.fail('looking for beginning of value');
  }

  object(path: string, depth: number): void {
    this.at++;
    if (this.space() === '}') {
      this.at++;
      return;
    }
    const seen = new Set<string>();
    for (;;) {
      if (this.space() !== '"') this.fail('looking for beginning of object key string');
      const key = this.string();
      const inner = path === '' ? key : `${path}.${key}`;
      if (seen.has(key)) this.duplicates.add(inner);
      seen.add(key);
      if (this.space() !== ':') this.fail('after object key');
      this.at++;
      this.value(inner, depth + 1);
      const next = this.space();
      if (next !== ',' && next !== '}') this.fail('after object key:value pair');
      this.at++;
      if (next === '}') return;
    }
  }

  array(path: string, depth: number): void {
    this.at++;
    if (this.space() === ']') {
      this.at++;
      return;
    }
    for (let i = 0; ; i++) {
      this.value(`${path}[${i}]`, depth + 1);
      const next = this.space();
      if (next !== ',' && next !== ']') this.fail('after array element');
      this.at++;
      if (next === ']') return;
    }
  }

  string(): string {
    const start = this.at++;
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined || char < ' ') this.fail('in string literal');
      if (char === '"') break;
      if (char === '\\') this.escape();
      this.at++;
    }
    this.at++;
    return JSON.parse(this.text.slice(start, this.at)) as string;
  }

  escape(): void {
    const char = this.text[++this.at];
    if (char === undefined || !ESCAPES.includes(char)) this.fail('in string escape code');
    if (char !== 'u') return;
    for (let i = 0; i < 4; i++) {
      this.at++;
      if (!/[0-9a-fA-F]/.test(this.text[this.at] ?? '')) this.fail('in \\u hexadecimal character escape');
    }
  }

  literal(word: string): void {
    for (let i = 1; i < word.length; i++) {
      this.at++;
      if (this.text[this.at] !== word[i]) this.fail(`in literal ${word} (expecting '${word[i]}')`);
    }
    this.at++;
  }

  number(): void {
    if (this.text[this.at] === '-') this.at++;
    if (this.text[this.at] === '0') this.at++;
    else if (!this.digits()) this.fail('in numeric literal');
    if (this.text[this.at] === '.') {
      this.at++;
      if (!this.digits()) this.fail('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.text[this.at] ?? '')) {
      this.at++;
      if (/[-+]/.test(this.text[this.at] ?? '')) this.at++;
      if (!this.digits()) this.fail('in exponent of numeric literal');
    }
  }

  digits(): boolean {
    const start = this.at;
    while (/\d/.test(this.text[this.at] ?? '')) this.at++;
    return this.at > start;
  }
}

/** Go's scanner reads bytes: of a character beyond ASCII it names the first, as if that were one. */
function firstByte(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  return String.fromCharCode(new TextEncoder().encode(String.fromCodePoint(code))[0]!);
}

/** As Go's quoteChar: `'x'`, a quote as `'\''`. */
function quoted(char: string): string {
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  const text = JSON.stringify(char).slice(1, -1);
  // Go writes control characters as \x00 where JSON says \u0000.
  return `'${text.replace(/^\\u00([0-9a-f]{2})$/, String.raw`\x$1`)}'`;
}

/** The paths that are given twice, each once, in order: `spec.replicas`, `spec.containers[0].name`. Throws Error in Go's words. */
export function scanJson(text: string): string[] {
  const scan = new Scan(text);
  scan.value('', 1);
  if (scan.space() !== undefined) scan.fail('after top-level value');
  return [...scan.duplicates];
}

/** `json: offset 2: invalid character …` of text whose first value is no JSON; undefined when it is. */
export function jsonFault(text: string): string | undefined {
  const scan = new Scan(text);
  try {
    scan.value('', 1);
    return undefined;
  } catch (error) {
    return `json: offset ${scan.at + 1}: ${(error as Error).message}`;
  }
}
