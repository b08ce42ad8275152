/** Kinds without a page of their own: every field, labelled from its name (GenericDescriber). */
import type { KubeObject } from '../../api/object.ts';
import { goValue, sortedEntries } from '../../api/go-format.ts';
import { type Describer, describeEvents } from './describer.ts';
import type { Page } from './page.ts';

const SKIPPED = [
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
  '.metadata.managedFields',
];

export const describeGeneric: Describer = async (object: KubeObject, page, context) => {
  page.field('Name', object.metadata?.name);
  page.field('Namespace', object.metadata?.namespace ?? '');
  page.labels('Labels', object.metadata?.labels);
  page.annotations('Annotations', object.metadata?.annotations);
  content(page, 0, object, '');
  await describeEvents(object, page, context);
};

function content(page: Page, level: number, value: object, path: string): void {
  for (const [key, item] of sortedEntries(value)) {
    const at = `${path}.${key}`;
    if (SKIPPED.includes(at)) continue;
    if (Array.isArray(item)) {
      page.line(level, `${label(key)}:`);
      for (const child of item as unknown[]) {
        if (typeof child === 'object' && child !== null && !Array.isArray(child)) content(page, level + 1, child, at);
        else page.line(level + 1, goValue(child));
      }
    } else if (typeof item === 'object' && item !== null) {
      page.line(level, `${label(key)}:`);
      content(page, level + 1, item, at);
    } else page.field(label(key), goValue(item), level);
  }
}

const ACRONYMS = ['API', 'URL', 'UID', 'OSB', 'GUID'];

/** `creationTimestamp` → `Creation Timestamp`, `apiVersion` → `API Version`. */
export function label(field: string): string {
  const parts = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]+/g) ?? [field];
  return parts
    .map((part) =>
      ACRONYMS.includes(part.toUpperCase()) ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1),
    )
    .join(' ');
}
