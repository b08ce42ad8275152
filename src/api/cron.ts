/**
 * Cron schedules as Kubernetes reads them: five fields or a descriptor, with the errors of the parser it uses
 * (robfig/cron/v3 parser.go, spec.go). Time zones come from the platform.
 */

export interface Schedule {
  /** ms since the epoch of the first moment after `after` (ms) that fits, within five years; undefined for never. */
  next(after: number): number | undefined;
}

interface Bounds {
  min: number;
  max: number;
  names?: Readonly<Record<string, number>>;
}

/** The values of a field; `star`: it was `*` or `?`. */
interface Field {
  values: ReadonlySet<number>;
  star: boolean;
}

const named = (text: string, from: number): Record<string, number> =>
  Object.fromEntries(text.split(' ').map((name, i) => [name, from + i]));

const MINUTES: Bounds = { min: 0, max: 59 };
const HOURS: Bounds = { min: 0, max: 23 };
const DAYS: Bounds = { min: 1, max: 31 };
const MONTHS: Bounds = { min: 1, max: 12, names: named('jan feb mar apr may jun jul aug sep oct nov dec', 1) };
const WEEKDAYS: Bounds = { min: 0, max: 6, names: named('sun mon tue wed thu fri sat', 0) };
const ORDER = [MINUTES, HOURS, DAYS, MONTHS, WEEKDAYS];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** `parseDuration`: of `@every`. Throws Error with the parser's message. `timeZone`: UTC unless said otherwise. */
export function parseSchedule(text: string, timeZone?: string): Schedule {
  if (text === '') throw new Error('empty spec string');
  let spec = text;
  let zone = timeZone;
  const prefix = /^(?:CRON_)?TZ=(\S*)\s*/.exec(text);
  if (prefix) {
    zone = prefix[1] ?? '';
    if (!isTimeZone(zone)) throw new Error(`provided bad location ${zone}: unknown time zone ${zone}`);
    spec = text.slice(prefix[0].length);
  }
  if (spec.startsWith('@every ')) return everySchedule(spec);
  if (spec.startsWith('@')) {
    const fields = DESCRIPTORS[spec];
    if (!fields) throw new Error(`unrecognized descriptor: ${spec}`);
    spec = fields;
  }
  const words = spec.split(/\s+/).filter(Boolean);
  if (words.length !== 5) throw new Error(`expected exactly 5 fields, found ${words.length}: [${words.join(' ')}]`);
  const fields = words.map((word, i) => parseField(word, ORDER[i]!));
  return fieldSchedule(fields, zone && zone !== 'UTC' ? zone : undefined);
}

/** As time.LoadLocation knows them; "" and UTC are UTC. */
export function isTimeZone(name: string): boolean {
  if (name === '' || name === 'UTC') return true;
  // Offsets are no names.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

const UNIT: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Whole seconds, one at least. */
function everySchedule(spec: string): Schedule {
  const text = spec.slice('@every '.length);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text)
    throw new Error(`failed to parse duration ${spec}: time: invalid duration ${JSON.stringify(text)}`);
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT[unit!]!, 0);
  const step = Math.max(1000, total - (total % 1000));
  return { next: (after) => after + step - (after % 1000) };
}

function parseField(text: string, bounds: Bounds): Field {
  const values = new Set<number>();
  let star = false;
  for (const part of text.split(',').filter(Boolean)) {
    const range = parseRange(part, bounds);
    star ||= range.star;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return { values, star };
}

function parseRange(text: string, bounds: Bounds): { from: number; to: number; step: number; star: boolean } {
  const [range = '', stepText, ...more] = text.split('/');
  const [low = '', high, ...rest] = range.split('-');
  let star = false;
  let from: number;
  let to: number;
  if (low === '*' || low === '?') {
    from = bounds.min;
    to = bounds.max;
    star = true;
  } else {
    from = parseIntOrName(low, bounds.names);
    if (rest.length > 0) throw new Error(`too many hyphens: ${text}`);
    to = high === undefined ? from : parseIntOrName(high, bounds.names);
  }
  if (more.length > 0) throw new Error(`too many slashes: ${text}`);
  let step = 1;
  if (stepText !== undefined) {
    step = parseNumber(stepText);
    // `N/step` means `N-max/step`.
    if (high === undefined) to = bounds.max;
    if (step > 1) star = false;
  }
  if (from < bounds.min) throw new Error(`beginning of range (${from}) below minimum (${bounds.min}): ${text}`);
  if (to > bounds.max) throw new Error(`end of range (${to}) above maximum (${bounds.max}): ${text}`);
  if (from > to) throw new Error(`beginning of range (${from}) beyond end of range (${to}): ${text}`);
  if (step === 0) throw new Error(`step of range should be a positive number: ${text}`);
  return { from, to, step, star };
}

function parseIntOrName(text: string, names: Bounds['names']): number {
  return names?.[text.toLowerCase()] ?? parseNumber(text);
}

function parseNumber(text: string): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new Error(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  const value = Number(text);
  if (value < 0) throw new Error(`negative number (${value}) not allowed: ${text}`);
  return value;
}

/** A moment on the wall of a time zone. Months count from 1. */
interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const YEARS_AHEAD = 5;
const MINUTE = 60_000;

function fieldSchedule(fields: readonly Field[], zone: string | undefined): Schedule {
  const [minutes, hours, days, months, weekdays] = fields as [Field, Field, Field, Field, Field];
  const offsetOf = zone ? zoneOffset(zone) : () => 0;
  const fitsDay = (wall: Wall): boolean => {
    const weekday = new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay();
    const byDay = days.values.has(wall.day);
    const byWeekday = weekdays.values.has(weekday);
    // When both are restricted either will do, as in every cron.
    return days.star || weekdays.star ? byDay && byWeekday : byDay || byWeekday;
  };
  return {
    next(after) {
      let at = Math.floor(after / MINUTE) * MINUTE + MINUTE;
      const last = new Date(after).getUTCFullYear() + YEARS_AHEAD;
      for (;;) {
        const wall = wallOf(at + offsetOf(at));
        if (wall.year > last) return undefined;
        if (!months.values.has(wall.month)) at = instant(Date.UTC(wall.year, wall.month, 1), at, offsetOf);
        else if (!fitsDay(wall)) at = instant(Date.UTC(wall.year, wall.month - 1, wall.day + 1), at, offsetOf);
        else if (!hours.values.has(wall.hour))
          at = instant(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour + 1), at, offsetOf);
        else if (!minutes.values.has(wall.minute)) at += MINUTE;
        else return at;
      }
    },
  };
}

function wallOf(ms: number): Wall {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}

/** The moment when the zone's wall shows `wall`; always later than `at`. */
function instant(wall: number, at: number, offsetOf: (ms: number) => number): number {
  const guess = wall - offsetOf(wall - offsetOf(at));
  return guess > at ? guess : at + MINUTE;
}

/** ms that the zone's wall is ahead of UTC. */
function zoneOffset(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (ms) => {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const wall = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
    return wall - Math.floor(ms / 1000) * 1000;
  };
}
