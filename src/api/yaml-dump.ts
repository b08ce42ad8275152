/** YAML as sigs.k8s.io/yaml prints objects: sorted keys, lists level with their key, go-yaml's choice of quotes, folds at 80. */

const WIDTH = 80;
/** Words and numbers that would be read as something else than text. */
const RESOLVES =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|<<|=|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const NUMBER =
  /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|\.[\d_]+(?:[eE][-+]?\d+)?|0x[\da-fA-F_]+|0o?[0-7_]+|0b[01_]+)$/;
const BASE60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const DATE = /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|\s+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d\d?(?::?\d\d)?))?)?$/;
const SPECIAL_START = /^[-?:,[\]{}#&*!|>'"%@`]/;
const ALLOWED_START = /^[-?:][^\s]/;

/** Keys in order, `undefined` left out; ends with a newline. */
export function dumpYaml(value: unknown): string {
  const lines: string[] = [];
  if (isMap(value) && keysOf(value).length > 0) writeMap(value, 0, lines, '');
  else if (Array.isArray(value) && value.length > 0) writeList(value, 0, lines);
  else lines.push(scalar(value, 0, 0));
  return `${lines.join('\n')}\n`;
}

type Fields = Record<string, unknown>;

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** go-yaml sorts runs of digits as numbers and letters before what is neither. */
function keysOf(map: Fields): string[] {
  return Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .toSorted(compareKeys);
}

function compareKeys(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const [p, q] = [x[i]!, y[i]!];
    if (p === q) continue;
    const [pl, ql] = [/\p{L}/u.test(p), /\p{L}/u.test(q)];
    if (pl && ql) return p < q ? -1 : 1;
    if (pl !== ql) return pl ? 1 : -1;
    const [m, n] = [/^\d+/.exec(a.slice(i))?.[0], /^\d+/.exec(b.slice(i))?.[0]];
    if (m && n && Number(m) !== Number(n)) return Number(m) - Number(n);
    return p < q ? -1 : 1;
  }
  return x.length - y.length;
}

function writeMap(map: Fields, indent: number, lines: string[], first: string): void {
  let lead = first;
  for (const key of keysOf(map)) {
    const head = `${lead === '' ? ' '.repeat(indent) : lead}${scalar(key, indent, 0, { key: true })}:`;
    lead = '';
    const value = map[key];
    if (isMap(value) && keysOf(value).length > 0) {
      lines.push(head);
      writeMap(value, indent + 2, lines, '');
    } else if (Array.isArray(value) && value.length > 0) {
      lines.push(head);
      writeList(value, indent, lines);
    } else lines.push(`${head} ${scalar(value, indent + 2, head.length + 1)}`);
  }
}

function writeList(list: readonly unknown[], indent: number, lines: string[]): void {
  const lead = `${' '.repeat(indent)}- `;
  for (const item of list) {
    if (isMap(item) && keysOf(item).length > 0) writeMap(item, indent + 2, lines, lead);
    else if (Array.isArray(item) && item.length > 0) {
      const inner: string[] = [];
      writeList(item, indent + 2, inner);
      lines.push(lead + inner[0]!.trimStart(), ...inner.slice(1));
    } else lines.push(lead + scalar(item, indent + 2, lead.length));
  }
}

/** `indent` is where a block or a folded line goes on, `column` where the text begins. */
function scalar(value: unknown, indent: number, column: number, options: { key?: boolean } = {}): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object') return '{}';
  if (typeof value !== 'string') return String(value);
  if (value === '') return '""';
  if (RESOLVES.test(value) || NUMBER.test(value) || BASE60.test(value) || DATE.test(value)) return `"${value}"`;
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(value)) return JSON.stringify(value);
  if (value.includes('\n') && !options.key) return block(value, indent);
  if (value.includes('\n')) return JSON.stringify(value);
  if (value.includes('\t')) return fold(JSON.stringify(value), indent, column, options);
  if (plain(value)) return fold(value, indent, column, options);
  return fold(`'${value.replaceAll("'", "''")}'`, indent, column, options);
}

function plain(value: string): boolean {
  if (SPECIAL_START.test(value) && !ALLOWED_START.test(value)) return false;
  return !/^\s|\s$|: |:$| #|^---|^\.\.\./.test(value);
}

function block(value: string, indent: number): string {
  const body = value.replace(/\n+$/, '');
  // Text that begins or ends a line with blanks cannot be a block.
  if (/^[ \n]/.test(value) || / \n/.test(value) || value.endsWith(' ') || value.includes('\t\n') || body === '')
    return JSON.stringify(value);
  const ending = value.length - body.length;
  const head = ending === 0 ? '|-' : ending === 1 ? '|' : '|+';
  const lines = (head === '|+' ? value.slice(0, -1) : body).split('\n');
  return [head, ...lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))].join('\n');
}

/** Breaks at single spaces beyond the width. */
function fold(text: string, indent: number, column: number, options: { key?: boolean }): string {
  if (options.key || column + text.length <= WIDTH) return text;
  let result = '';
  let at = column;
  for (let i = 0; i < text.length; i++) {
    const single = text[i] === ' ' && text[i - 1] !== ' ' && text[i + 1] !== ' ' && i > 0 && i < text.length - 1;
    if (single && at > WIDTH) {
      result += `\n${' '.repeat(indent)}`;
      at = indent;
    } else {
      result += text[i];
      at++;
    }
  }
  return result;
}
