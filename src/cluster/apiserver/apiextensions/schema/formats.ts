/** String formats that are checked (kube-openapi/pkg/validation/strfmt); others are ignored, as upstream ignores them. */
import { parseDuration } from '../../../../api/duration.ts';

const matching =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const IPV4 = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/;
const HOST = /^([a-zA-Z0-9¡-￿]([-a-zA-Z0-9¡-￿]*[a-zA-Z0-9¡-￿])?\.)*[a-zA-Z0-9¡-￿]([-a-zA-Z0-9¡-￿]*[a-zA-Z0-9¡-￿])?$/;
const uuid = (version: string, variant = '[0-9a-f]'): ((text: string) => boolean) =>
  matching(new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i'));

export function isIPv6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && !IPV4.test(last)) return false;
  const hex = embedded ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const size = hex.length + (embedded ? 2 : 0);
  return halves.length === 2 ? size < 8 : size === 8;
}

const isIPv4 = (text: string): boolean => IPV4.test(text);

function isCIDR(text: string): boolean {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}

function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

function isURI(text: string): boolean {
  return /^([a-zA-Z][a-zA-Z0-9+.-]*:|\/)[^\s]*$/.test(text);
}

function isDuration(text: string): boolean {
  try {
    return Number.isFinite(parseDuration(text));
  } catch {
    return false;
  }
}

const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  'date-time': (text) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
  datetime: (text) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
  duration: isDuration,
  email: (text) => /^[^\s@<>]+@[^\s@<>]+$/.test(text),
  hostname: (text) => text.length <= 255 && HOST.test(text),
  ipv4: isIPv4,
  ipv6: isIPv6,
  cidr: isCIDR,
  mac: (text) => /^([0-9a-fA-F]{2}([:-]|$)){6}$/.test(text),
  uri: isURI,
  uuid: uuid('[0-9a-f]'),
  uuid3: uuid('3'),
  uuid4: uuid('4', '[89ab]'),
  uuid5: uuid('5', '[89ab]'),
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
  bsonobjectid: (text) => /^[0-9a-f]{24}$/i.test(text),
  hexcolor: (text) => /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text),
  creditcard: (text) => /^\d{13,19}$/.test(text.replace(/[ -]/g, '')),
  isbn: (text) => /^(\d{9}[\dX]|\d{13})$/.test(text.replace(/[ -]/g, '')),
};

/** True when the format is known and the text is not of it. */
export function formatError(format: string, text: string): boolean {
  const check = Object.hasOwn(CHECKS, format) ? CHECKS[format] : undefined;
  if (!check) return false;
  return !check(text);
}
