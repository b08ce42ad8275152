/** How Go prints decoded JSON: fmt's %v, %#v and %q, and encoding/json with sorted keys. */

/** `map[app:web idx:0]`, `[a b]`, `<nil>`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return goNumber(value);
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value === 'object')
    return `map[${sortedEntries(value)
      .map(([key, item]) => `${key}:${goValue(item)}`)
      .join(' ')}]`;
  return String(value);
}

/** `map[string]interface {}{"a":"b", "list":[]interface {}{1, 2}}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'number') return goNumber(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value === 'object') {
    return `map[string]interface {}{${sortedEntries(value)
      .map(([key, item]) => `${goQuote(key)}:${goSyntax(item)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** strconv.Quote. */
export function goQuote(text: string): string {
  // JSON's escapes are Go's but for the control characters that Go writes as \x00 or \a.
  return JSON.stringify(text).replace(/\\u00([01][0-9a-f])|\u007f/g, (match, hex: string | undefined) => {
    if (hex === undefined) return '\\x7f';
    return hex === '07' ? '\\a' : hex === '0b' ? '\\v' : match.replace('\\u00', '\\x');
  });
}

function goNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  // Go writes at least two digits of exponent.
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** json.Marshal of decoded JSON: keys sorted, HTML characters escaped. `indent` as of MarshalIndent. */
export function goJSON(value: unknown, indent = ''): string {
  return escapeHTML(encode(value, indent, indent === '' ? '' : '\n'));
}

/** `newline` is the line break with the indentation reached, '' when there is none. */
function encode(value: unknown, indent: string, newline: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const inner = newline === '' ? '' : newline + indent;
  const colon = newline === '' ? ':' : ': ';
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((item) => encode(item, indent, inner))
    : sortedEntries(value).map(([key, item]) => `${JSON.stringify(key)}${colon}${encode(item, indent, inner)}`);
  return parts.length === 0 ? open + close : `${open}${inner}${parts.join(`,${inner}`)}${newline}${close}`;
}

export function escapeHTML(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function sortedEntries(object: object): [string, unknown][] {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
