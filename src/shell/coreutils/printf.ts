/** printf (POSIX): formats are reused until the arguments are used up. */
import type { Program } from '../process.ts';
import { expandEscapes } from './echo.ts';

const DIRECTIVE =
  /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([diouxXeEfFgGcsbq]))|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|.)|[^%\\]+|[%\\]/gs;

export interface Printed {
  text: string;
  /** Messages without a prefix: numbers that are none. */
  errors: string[];
}

export function formatPrintf(format: string, args: readonly string[], style: 'builtin' | 'program' | 'awk'): Printed {
  const errors: string[] = [];
  let text = '';
  let at = 0;
  const next = (): string | undefined => args[at++];
  do {
    const before = at;
    for (const match of format.matchAll(DIRECTIVE)) {
      const [piece, flags, width, precision, type] = match;
      if (piece === '%%') text += '%';
      else if (piece.startsWith('\\') && style !== 'awk') {
        const escaped = expandEscapes(piece.replace(/^\\([1-7])/, '\\0$1'));
        if (escaped.ended) return { text, errors };
        text += escaped.text;
      } else if (type === undefined) text += piece;
      else {
        const columns = width === '*' ? Number(next() ?? 0) : Number(width ?? 0);
        const digits =
          precision === '*'
            ? Number(next() ?? 0)
            : precision !== undefined
              ? Number(precision)
              : piece.includes('.')
                ? 0
                : undefined;
        const argument = next();
        const converted = convert(type, argument, flags ?? '', digits, style, errors);
        text += pad(converted, columns, flags ?? '', type);
      }
    }
    if (at === before || style === 'awk') break;
  } while (at < args.length);
  return { text, errors };
}

function convert(
  type: string,
  argument: string | undefined,
  flags: string,
  digits: number | undefined,
  style: string,
  errors: string[],
): string {
  const text = argument ?? '';
  switch (type) {
    case 's':
      return digits === undefined ? text : text.slice(0, digits);
    case 'b':
      return expandEscapes(text).text;
    case 'q':
      return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
    case 'c':
      return text.slice(0, 1);
    default:
      return number(type, text, flags, digits, style, errors);
  }
}

function number(
  type: string,
  text: string,
  flags: string,
  digits: number | undefined,
  style: string,
  errors: string[],
): string {
  const value = parse(text, style, errors);
  const sign = value < 0 || Object.is(value, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const size = Math.abs(value);
  if ('diu'.includes(type))
    return (
      sign +
      integer(size)
        .toString()
        .padStart(digits ?? 0, '0')
    );
  if (type === 'o') return (flags.includes('#') ? '0' : '') + integer(size).toString(8);
  if (type === 'x' || type === 'X') {
    const hex =
      (flags.includes('#') ? '0x' : '') +
      integer(size)
        .toString(16)
        .padStart(digits ?? 0, '0');
    return type === 'X' ? hex.toUpperCase() : hex;
  }
  if (!Number.isFinite(size)) return sign + (Number.isNaN(size) ? 'nan' : 'inf');
  if (type === 'f' || type === 'F') return sign + size.toFixed(digits ?? 6);
  const exponent = (shown: string): string => shown.replace(/e([-+])(\d)$/, 'e$10$2');
  if (type === 'e' || type === 'E')
    return (
      sign +
      (type === 'E'
        ? exponent(size.toExponential(digits ?? 6)).toUpperCase()
        : exponent(size.toExponential(digits ?? 6)))
    );
  return sign + general(size, digits ?? 6, exponent);
}

const integer = (size: number): bigint => (Number.isFinite(size) ? BigInt(Math.trunc(size)) : 0n);

/** %g: the shorter of %e and %f, without trailing zeros. */
export function general(
  size: number,
  digits: number,
  exponent: (shown: string) => string = (shown) => shown.replace(/e([-+])(\d)$/, 'e$10$2'),
): string {
  if (size === 0) return '0';
  const precision = digits || 1;
  const power = Number(size.toExponential(precision - 1).split('e')[1]);
  if (power < -4 || power >= precision) return exponent(size.toExponential(precision - 1).replace(/\.?0+e/, 'e'));
  const fixed = size.toFixed(Math.max(0, precision - 1 - power));
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

function parse(text: string, style: string, errors: string[]): number {
  const quoted = /^["'](.)/su.exec(text);
  if (quoted) return quoted[1]!.codePointAt(0)!;
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  if (/^[-+]?0[xX][0-9a-fA-F]+$/.test(trimmed))
    return Number(trimmed.replace(/^[-+]/, '')) * (trimmed.startsWith('-') ? -1 : 1);
  if (/^[-+]?0[0-7]+$/.test(trimmed) && style !== 'awk') return parseInt(trimmed, 8);
  const head = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(trimmed)?.[0] ?? '';
  if (head !== trimmed && style === 'builtin') errors.push(`${text}: invalid number`);
  else if (head !== trimmed && style === 'program')
    errors.push(head === '' ? `‘${text}’: expected a numeric value` : `‘${text}’: value not completely converted`);
  return Number(head || 0);
}

function pad(text: string, columns: number, flags: string, type: string): string {
  const width = Math.abs(columns);
  const length = [...text].length;
  if (length >= width) return text;
  if (flags.includes('-') || columns < 0) return text + ' '.repeat(width - length);
  if (flags.includes('0') && !'sbcq'.includes(type)) {
    const sign = /^[-+ ]?/.exec(text)![0];
    return sign + text.slice(sign.length).padStart(width - sign.length, '0');
  }
  return ' '.repeat(width - length) + text;
}

export const printf: Program = async ({ argv, stdout, stderr }) => {
  if (argv.length < 2) {
    await stderr.write("printf: missing operand\nTry 'printf --help' for more information.\n");
    return 1;
  }
  const { text, errors } = formatPrintf(argv[1]!, argv.slice(2), 'program');
  await stdout.write(text);
  for (const error of errors) await stderr.write(`printf: ${error}\n`);
  return errors.length > 0 ? 1 : 0;
};
