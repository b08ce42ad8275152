/** The requests of `get`: lists and objects as Tables (Accept header), or as plain objects, in chunks. */
import type { KubeObject } from '../../api/object.ts';
import { groupVersion, resourcePath } from '../../api/resource.ts';
import { CommandError } from '../errors.ts';
import type { Table, TableColumn, TableRow } from '../printers/table.ts';
import type { Target } from '../resources.ts';
import type { VerbContext } from '../verb.ts';

export const TABLE_ACCEPT =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

export interface FetchOptions {
  chunkSize: number;
  /** Rows carry the whole object (`--sort-by` looks into it). */
  wholeObjects: boolean;
  subresource: string;
}

/** Path and query of a target's read; `more` are parameters of a watch. */
export function targetURL(target: Target, options: FetchOptions, more: Record<string, string> = {}): string {
  const parameters = new URLSearchParams();
  if (target.kind === 'list') {
    if (target.fieldSelector) parameters.set('fieldSelector', target.fieldSelector);
    if (target.labelSelector) parameters.set('labelSelector', target.labelSelector);
  }
  for (const [key, value] of Object.entries(more)) parameters.set(key, value);
  if (options.wholeObjects) parameters.set('includeObject', 'Object');
  const name = target.kind === 'list' ? undefined : target.name;
  if (name === '') throw new CommandError('resource name may not be empty');
  const path = resourcePath(target.resource, target.namespace, name, options.subresource || undefined);
  const query = parameters.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** A Table; a server that renders none gets one of names and ages made of its objects. */
export async function fetchTable(context: VerbContext, target: Target, options: FetchOptions): Promise<Table> {
  const chunks: Table[] = [];
  let next = '';
  do {
    const more: Record<string, string> = {};
    if (target.kind === 'list' && options.chunkSize > 0) more['limit'] = String(options.chunkSize);
    if (next !== '') more['continue'] = next;
    const response = await context.client.request(targetURL(target, options, more), {
      headers: { Accept: TABLE_ACCEPT },
    });
    const body = (await response.json()) as Table | KubeObject;
    const table = asTable(body);
    chunks.push(table);
    next = table.metadata?.continue ?? '';
  } while (next !== '');
  return { ...chunks[0]!, rows: chunks.flatMap((chunk) => chunk.rows ?? []) };
}

const FALLBACK: TableColumn[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Age', type: 'string', priority: 0 },
];

export function asTable(body: Table | KubeObject): Table {
  if (body.kind === 'Table') return body as Table;
  const object = body as KubeObject;
  const items = Array.isArray(object['items']) ? (object['items'] as KubeObject[]) : [object];
  const rows: TableRow[] = items.map((item) => ({ cells: [item.metadata?.name ?? '', '<unknown>'], object: item }));
  const { resourceVersion } = object.metadata ?? {};
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: resourceVersion ? { resourceVersion } : {},
    columnDefinitions: FALLBACK,
    rows,
  };
}

/** The objects themselves: for lists every item, with its kind and version put in. */
export async function fetchObjects(
  context: VerbContext,
  target: Target,
  options: FetchOptions,
): Promise<{ objects: KubeObject[]; resourceVersion: string }> {
  const objects: KubeObject[] = [];
  let next = '';
  let resourceVersion = '';
  do {
    const more: Record<string, string> = {};
    if (target.kind === 'list' && options.chunkSize > 0) more['limit'] = String(options.chunkSize);
    if (next !== '') more['continue'] = next;
    const response = await context.client.request(targetURL(target, { ...options, wholeObjects: false }, more), {
      headers: { Accept: 'application/json' },
    });
    const body = (await response.json()) as KubeObject & { metadata?: { continue?: string; resourceVersion?: string } };
    resourceVersion ||= body.metadata?.resourceVersion ?? '';
    if (target.kind !== 'list') return { objects: [body], resourceVersion };
    const apiVersion = groupVersion(target.resource);
    for (const item of (body['items'] as KubeObject[] | null) ?? [])
      objects.push({ ...item, apiVersion, kind: target.resource.kind });
    next = body.metadata?.continue ?? '';
  } while (next !== '');
  return { objects, resourceVersion };
}
