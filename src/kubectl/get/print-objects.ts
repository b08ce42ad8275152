/** `get -o yaml|json|name|…`: one object as itself, anything else as a v1 List (get.go, printGeneric). */
import type { KubeObject } from '../../api/object.ts';
import { throwAll } from '../errors.ts';
import { GET_FORMATS, objectPrinter, outputFormat } from '../printers/object-printer.ts';
import { sortBy } from '../printers/sorter.ts';
import { isNotFound, selectionError, type Targets } from '../resources.ts';
import type { VerbContext } from '../verb.ts';
import { fetchObjects, type FetchOptions } from './fetch-tables.ts';

export async function printObjects(context: VerbContext, found: Targets, options: FetchOptions): Promise<void> {
  const { flags, io } = context;
  const print = objectPrinter(flags, io, GET_FORMATS);
  const ignore = flags.bool('ignore-not-found');
  const errors = [...found.errors];
  const objects: KubeObject[] = [];
  for (const target of found.targets) {
    try {
      objects.push(...(await fetchObjects(context, target, options)).objects);
    } catch (error) {
      if (ignore && isNotFound(error)) continue;
      if (found.single) throw error;
      errors.push(selectionError(error, target));
    }
  }
  if (objects.length > 0 || !ignore) await context.print(print(document(context, objects, found.single)));
  throwAll(errors);
}

function document(context: VerbContext, objects: readonly KubeObject[], single: boolean): KubeObject {
  if (single && objects.length === 1) return objects[0]!;
  const path = context.flags.string('sort-by');
  const items = path === '' ? objects : sortBy(objects, path, (object) => object);
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

export function isForPeople(context: VerbContext): boolean {
  const { name } = outputFormat(context.flags);
  return name === '' || name === 'wide';
}
