/** The page a describer writes: indented lines with tab stops, and the blocks most kinds share (kubectl/pkg/describe). */
import type { KubeObject } from '../../api/object.ts';
import { age as ageOf } from '../../api/duration.ts';
import { alignTabs, DESCRIBE } from '../printers/tabwriter.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATION = 140;

export class Page {
  private text = '';
  constructor(readonly now: number) {}

  /** One line at an indentation of two spaces a level. Tabs part the columns. */
  line(level: number, text: string): void {
    this.text += `${'  '.repeat(level)}${text}\n`;
  }
  /** `Name:\tvalue`. */
  field(name: string, value: unknown, level = 0): void {
    this.line(level, `${name}:\t${String(value ?? '')}`);
  }
  /** `title` may carry its own indentation. */
  labels(title: string, labels: Readonly<Record<string, string>> | undefined): void {
    this.list(
      title,
      Object.keys(labels ?? {})
        .sort()
        .map((key) => `${key}=${labels![key]}`),
    );
  }
  annotations(title: string, annotations: Readonly<Record<string, string>> | undefined): void {
    const keys = Object.keys(annotations ?? {})
      .filter((key) => key !== LAST_APPLIED)
      .sort();
    this.list(
      title,
      keys.map((key) => annotation(key, annotations![key]!)),
    );
  }
  /** The first value beside the title, the others below it; `<none>` for none. */
  list(title: string, values: readonly string[]): void {
    this.text += `${title}:\t${values.length === 0 ? '<none>' : values.join('\n\t')}\n`;
  }
  header(object: KubeObject): void {
    this.field('Name', object.metadata?.name);
    if (object.metadata?.namespace) this.field('Namespace', object.metadata.namespace);
    this.labels('Labels', object.metadata?.labels);
    this.annotations('Annotations', object.metadata?.annotations);
  }
  age(timestamp: string | undefined | null): string {
    return ageOf(timestamp, this.now);
  }
  /** Its tabs left as they are. */
  unaligned(): string {
    return this.text;
  }
  toString(): string {
    return alignTabs(this.text, DESCRIBE);
  }
}

function annotation(key: string, given: string): string {
  const value = given.replace(/\n$/, '');
  if (value.length + key.length + 2 <= MAX_ANNOTATION && !value.includes('\n')) return `${key}: ${value}`;
  const lines = value
    .split('\n')
    .map((line) => `\t  ${line.length > MAX_ANNOTATION - 2 ? `${line.slice(0, MAX_ANNOTATION - 2)}...` : line}`);
  return [`${key}:`, ...lines].join('\n');
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sat, 21 Nov 2026 09:07:42 +0000`. */
export function rfc1123(timestamp: string | undefined | null): string {
  if (!timestamp) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const date = new Date(timestamp);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time} +0000`;
}

/** `Deployment/web`, '' without a controller. */
export function controllerOf(object: KubeObject): string {
  const owner = object.metadata?.ownerReferences?.find((one) => one.controller);
  return owner ? `${owner.kind}/${owner.name}` : '';
}
