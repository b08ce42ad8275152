/** What docker's subcommands share: options, names and tables. */
import type { Process } from '../../shell/process.ts';
import { parseReference } from '../../containers/reference.ts';

export interface Options {
  values: Readonly<Record<string, readonly string[]>>;
  words: string[];
}

/** `valued`: options that take a value, by all their names joined by `|`, the long one last. The words end at the first word where `leading`. */
export function optionsOf(
  args: readonly string[],
  valued: readonly string[],
  leading: 'leading' | 'anywhere',
): Options {
  const values: Record<string, string[]> = {};
  const words: string[] = [];
  const named = (name: string): string | undefined =>
    valued
      .map((names) => names.split('|'))
      .find((names) => names.includes(name))
      ?.at(-1);
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      if (leading === 'anywhere') continue;
      words.push(...args.slice(at + 1));
      break;
    }
    const [, name = '', value] = /^(--?[\w-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const long = named(name);
    if (long === undefined) {
      // -it is -i and -t.
      const flags = /^-[a-z]{2,}$/.test(name) ? Array.from(name.slice(1), (flag) => `-${flag}`) : [name];
      for (const flag of flags) (values[flag] ??= []).push(value ?? 'true');
    } else (values[long] ??= []).push(value ?? args[++at] ?? '');
  }
  return { values, words };
}

export async function fail(process: Process, words: string, status = 1): Promise<number> {
  await process.stderr.write(`${words}\n`);
  return status;
}

/** `docker.io/library/kubia:latest` → `kubia`, `latest`. */
export function familiar(canonical: string): { repository: string; tag: string } {
  const { repository, tag } = parseReference(canonical);
  return { repository: repository.replace(/^docker\.io\/(library\/)?/, ''), tag };
}

/** Undefined where it is malformed. */
export function canonicalOf(name: string): string | undefined {
  try {
    return parseReference(name).canonical;
  } catch {
    return undefined;
  }
}

/** As docker tells sizes: 660MB. */
export function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let at = 0;
  let value = bytes;
  for (; value >= 1000 && at < 3; at++) value /= 1000;
  return `${Number(value.toPrecision(3))}${units[at]}`;
}

/** As docker tells ages: About a minute ago. */
export function ageOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes === 1 ? 'About a minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return hours === 1 ? 'About an hour' : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd((widths[column] ?? 0) + 3))).join('')}\n`,
    )
    .join('');
}
