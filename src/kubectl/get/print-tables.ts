/** `get` for people: a table a resource, blank lines between, 'No resources found' when there is nothing. */
import { AggregateError } from '../errors.ts';
import { sortBy } from '../printers/sorter.ts';
import { type Table, type TableOptions, TablePrinter } from '../printers/table.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';
import { isNotFound, selectionError, type Target, type Targets } from '../resources.ts';
import type { VerbContext } from '../verb.ts';
import { fetchTable, type FetchOptions } from './fetch-tables.ts';

export function tableOptions(context: VerbContext): TableOptions {
  const { flags } = context;
  return {
    noHeaders: flags.bool('no-headers'),
    wide: flags.string('output') === 'wide',
    withNamespace: flags.bool('all-namespaces'),
    withKind: flags.bool('show-kind'),
    showLabels: flags.bool('show-labels'),
    columnLabels: flags.strings('label-columns'),
  };
}

export async function printTables(context: VerbContext, found: Targets, options: FetchOptions): Promise<void> {
  const { tables, errors } = await fetchAll(context, found, options);
  const ignore = context.flags.bool('ignore-not-found');
  const several = new Set(tables.map(({ target }) => target.resource)).size > 1;
  let written = false;
  for (const group of groups(tables)) {
    const text = groupText(context, group, several);
    if (text === '') continue;
    await context.print(written && !context.flags.bool('no-headers') ? `\n${text}` : text);
    written = true;
  }
  if (!written && !ignore && errors.length === 0) await nothing(context, tables);
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
}

interface Fetched {
  target: Target;
  table: Table;
}

async function fetchAll(
  context: VerbContext,
  found: Targets,
  options: FetchOptions,
): Promise<{ tables: Fetched[]; errors: unknown[] }> {
  const errors = [...found.errors];
  const tables: Fetched[] = [];
  for (const target of found.targets) {
    try {
      tables.push({ target, table: await fetchTable(context, target, options) });
    } catch (error) {
      if (!(context.flags.bool('ignore-not-found') && isNotFound(error))) errors.push(selectionError(error, target));
    }
  }
  return { tables, errors };
}

/** Runs of one resource share a printer, so that `get pod a b` has one header. */
function groups(tables: readonly Fetched[]): Fetched[][] {
  const result: Fetched[][] = [];
  for (const one of tables) {
    const last = result.at(-1);
    if (last?.[0]?.target.resource === one.target.resource) last.push(one);
    else result.push([one]);
  }
  return result;
}

function groupText(context: VerbContext, group: readonly Fetched[], several: boolean): string {
  const { resource } = group[0]!.target;
  const options = tableOptions(context);
  const printer = new TablePrinter(resource, {
    ...options,
    withKind: several || options.withKind === true,
    withNamespace: options.withNamespace === true && resource.namespaced,
  });
  const path = context.flags.string('sort-by');
  const tables = path === '' ? group.map(({ table }) => table) : [sorted(group, path)];
  return alignTabs(tables.map((table) => printer.print(table)).join(''), TABLE);
}

function sorted(group: readonly Fetched[], path: string): Table {
  const rows = group.flatMap(({ table }) => table.rows ?? []);
  return { ...group[0]!.table, rows: sortBy(rows, path, (row) => row.object) };
}

async function nothing(context: VerbContext, tables: readonly Fetched[]): Promise<void> {
  const namespaced = !context.flags.bool('all-namespaces') && tables.every(({ target }) => target.resource.namespaced);
  await context.complain(
    namespaced ? `No resources found in ${context.namespace} namespace.\n` : 'No resources found\n',
  );
}
