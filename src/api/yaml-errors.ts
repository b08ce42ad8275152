/** go-yaml's messages for what js-yaml found wrong (yaml/scannerc.go, parserc.go). */

interface Reason {
  reason: string;
  mark?: { line: number; column: number } | null;
}

/** A mapping value where a plain text goes on: `name: x` followed by a deeper `labels:`, or `msg: hello: world`. */
function nestedColon(lines: readonly string[], at: number): boolean {
  return /^[^#'"[{]*\S:\s+[^'"[{#|>\s][^#]*:(\s|$)/.test(lines[at] ?? '');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The last line with something on it, before `at`. */
function previous(lines: readonly string[], at: number): number {
  let i = at - 1;
  while (i >= 0 && lines[i]!.trim() === '') i--;
  return i;
}

/** After a plain text on the line before, a tab might go on with it; after `key:` it would begin something. */
function tabProblem(lines: readonly string[], at: number): string {
  const before = lines[previous(lines, at)] ?? '';
  const plain = /:\s+[^\s'"[{|>&*!#]/.test(before) || /^\s*-\s+[^\s'"[{|>&*!#:]+$/.test(before);
  return plain && lines[at]!.indexOf('\t') <= indentOf(before)
    ? 'found a tab character that violates indentation'
    : 'found character that cannot start any token';
}

/** The first line that holds a template's braces where YAML cannot have them: they read as flow mappings. */
function inTemplate(lines: readonly string[]): string | undefined {
  for (const [i, line] of lines.entries()) {
    if (/^\s*#/.test(line)) continue;
    const before = lines[previous(lines, i)] ?? '';
    // A block sequence cannot begin within a flow mapping.
    if (/^\s*(?:- )*(?:[^\s#'"{]+:\s+)?\{\{-\s/.test(line)) {
      if (i === 0) return 'did not find expected node content';
      return `line ${i}: did not find expected node content`;
    }
    if (/^[^#'"]*:\s+\{\{.*?\}\}:/.test(line)) return `line ${i + 1}: mapping values are not allowed in this context`;
    // Alone on its line it is a key without its colon, once the next line has come.
    const alone = /^\s*\{\{.*\}\}\s*$/.test(line) && !/:\s*$/.test(before);
    if (i > 0 && alone && previous(lines, lines.length) > i) return `line ${i + 2}: could not find expected ':'`;
  }
  return undefined;
}

/** What both parsers find at the same place. go-yaml counts the lines of its parser from 0, and names no line 0. */
function sameFinding({ reason, mark }: Reason, lines: readonly string[]): string | undefined {
  const line = mark?.line ?? 0;
  const text = lines[line] ?? '';
  if (reason.startsWith('invalid map key: ')) return reason;
  const template = inTemplate(lines);
  if (template) return template;
  const parser = (at: number, message: string): string => (at === 0 ? message : `line ${at}: ${message}`);
  if (/source object is unacceptable/.test(reason)) return 'map merge requires map or sequence of maps as the value';
  if (/unacceptable YAML version/.test(reason)) return 'found incompatible YAML document';
  if (/non-printable/.test(reason)) return 'control characters are not allowed';
  if (/unknown escape/.test(reason)) return `line ${line + 1}: found unknown escape character`;
  if (/a line break is expected/.test(reason)) return `line ${line + 1}: did not find expected comment or line break`;
  if (/multiline key/.test(reason)) return `line ${line + 1}: could not find expected ':'`;
  if (/expected the node content/.test(reason)) return parser(line, 'did not find expected node content');
  if (/bad indentation of a mapping/.test(reason) && /:\s+[}\]]/.test(text))
    return parser(line, 'did not find expected node content');
  if (/bad indentation of a sequence/.test(reason) && text[mark?.column ?? 0] === ':')
    return `line ${line + 1}: mapping values are not allowed in this context`;
  if (reason === 'deficient indentation' && /[[{,]\s*$/.test(lines[previous(lines, lines.length)] ?? ''))
    return parser(lines.length - 1, 'did not find expected node content');
  return undefined;
}

/** The first line that go-yaml's scanner stops at, with its words; undefined when the lines look right. */
function scan(lines: readonly string[]): string | undefined {
  for (const [i, line] of lines.entries()) {
    if (/^ *\t/.test(line)) return `line ${i + 1}: ${tabProblem(lines, i)}`;
    if (/^[^#'"]*:\s+[@%`]/.test(line) || /^\s*-?\s*[@%`]/.test(line))
      return `line ${i + 1}: found character that cannot start any token`;
    if (nestedColon(lines, i)) return `line ${i + 1}: mapping values are not allowed in this context`;
    const before = lines[previous(lines, i)] ?? '';
    const key = /^(?:- )?[^\s#'"[{][^#]*?:(\s|$)/.test(line.trimStart());
    const openText =
      /^(?:-\s)?[^#:]*:\s+[^'"[{|>&*!#\s].*$/.test(before.trimStart()) ||
      !/:(\s|$)|^\s*-\s|^\s*[#\]}]|^\s*$/.test(before);
    if (i > 0 && key && openText && indentOf(line) > indentOf(before.replace(/^(\s*)- /, '$1  '))) {
      return `line ${i + 1}: mapping values are not allowed in this context`;
    }
    if (i > 0 && key && openText && !/:(\s|$)/.test(before) && before.trim() !== '')
      return `line ${i + 1}: mapping values are not allowed in this context`;
  }
  return undefined;
}

/** `yaml: line N: …`, lines from 1. */
export function yamlErrorMessage(error: Reason, source: string): string {
  if (error.reason.startsWith('nesting exceeded')) return 'yaml: exceeded max depth of 10000';
  const lines = source.split('\n');
  const line = (error.mark?.line ?? 0) + 1;
  const anchor =
    /unidentified alias "?([^"\s]+)"?/.exec(error.reason) ??
    (/alias/.test(error.reason) ? /\*(\S+)/.exec(source) : null);
  if (anchor) return `yaml: unknown anchor '${anchor[1]}' referenced`;
  const open = error.reason === 'deficient indentation' && openQuote(lines);
  if (open || /within a (double|single) quoted/.test(error.reason))
    return `yaml: line ${lines.length}: found unexpected end of stream`;
  const same = sameFinding(error, lines);
  if (same) return `yaml: ${onFirstLine(same)}`;
  const scanned = scan(lines);
  if (scanned) return `yaml: ${onFirstLine(scanned)}`;
  if (/flow (collection|mapping)|missed comma|deficient indentation/.test(error.reason))
    return `yaml: line ${openBracket(lines) || line - 1}: did not find expected ${/\[/.test(source) && !/\{/.test(source) ? "',' or ']'" : "',' or '}'"}`;
  const expected = standsAmongItems(lines, line - 1) ? "'-' indicator" : 'key';
  const where = line === 1 && previous(lines, lines.length) === 0 ? '' : `line ${blockStart(lines, line)}: `;
  return `yaml: ${where}did not find expected ${expected}`;
}

/** What is wrong with the very first line has no line. */
function onFirstLine(message: string): string {
  return message.replace(/^line 1: (?=mapping values|found|did not find expected comment|could not find)/, '');
}

/** A line that is no item, in the column where the items of a list begin. */
function standsAmongItems(lines: readonly string[], at: number): boolean {
  const indent = indentOf(lines[at] ?? '');
  let i = previous(lines, at);
  while (i >= 0 && indentOf(lines[i]!) > indent) i = previous(lines, i);
  return i >= 0 && indentOf(lines[i]!) === indent && /^\s*-(\s|$)/.test(lines[i]!);
}

/** A quote that its own line does not close. */
function openQuote(lines: readonly string[]): boolean {
  return lines.some((line) => /^[^#]*:\s+"[^"]*$|^[^#]*:\s+'[^']*$/.test(line));
}

function openBracket(lines: readonly string[]): number {
  return lines.findIndex((text) => /[[{][^\]}]*$/.test(text)) + 1;
}

/** go-yaml names the line before the one at fault. */
function blockStart(lines: readonly string[], line: number): number {
  return Math.max(1, previous(lines, line - 1) + 1);
}
