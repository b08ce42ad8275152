/** A server's Table as text (cli-runtime/pkg/printers/tableprinter.go). One printer for a run of tables of one resource. */
import type { KubeObject } from '../../api/object.ts';
import type { ResourceInfo } from '../../api/resource.ts';
import { formatLabels } from '../../api/labels.ts';
import { goValue } from '../../api/go-format.ts';

export interface TableColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  priority: number;
}

export interface TableRow {
  cells: unknown[];
  conditions?: unknown[];
  object?: KubeObject;
}

export interface Table {
  kind: 'Table';
  apiVersion: string;
  metadata?: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  columnDefinitions?: TableColumn[];
  rows?: TableRow[];
}

export interface TableOptions {
  noHeaders?: boolean;
  wide?: boolean;
  withNamespace?: boolean;
  withKind?: boolean;
  showLabels?: boolean;
  columnLabels?: readonly string[];
}

export class TablePrinter {
  private columns: readonly TableColumn[] = [];
  private printedHeaders = false;
  constructor(
    private readonly resource: ResourceInfo | undefined,
    private readonly options: TableOptions,
  ) {}

  /** Lines with tabs between the cells, for `alignTabs`. `event` (ADDED, …) becomes the first column. */
  print(table: Table, event?: string): string {
    const given = table.columnDefinitions ?? [];
    const same = given.length === 0 || JSON.stringify(given) === JSON.stringify(this.columns);
    const headers = !this.options.noHeaders && !(this.printedHeaders && same);
    if (!same) this.columns = given;
    const rows = table.rows ?? [];
    if (rows.length === 0) return '';
    this.printedHeaders = true;
    const lines = rows.map((row) => this.line(row, event));
    if (headers) lines.unshift(this.header(event !== undefined));
    return lines.map((line) => `${line}\n`).join('');
  }

  private header(withEvent: boolean): string {
    const { withNamespace, columnLabels = [], showLabels } = this.options;
    const names = this.visible().map(({ column }) => column.name.toUpperCase());
    return [
      ...(withEvent ? ['EVENT'] : []),
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...names,
      ...columnLabels.map((label) => (label.split('/')[1] ?? label).toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ].join('\t');
  }

  private line(row: TableRow, event: string | undefined): string {
    const { withNamespace, columnLabels = [], showLabels, withKind } = this.options;
    const meta = row.object?.metadata;
    const cells = this.visible().map(({ column, index }) => {
      const text = cellText(row.cells[index]);
      return withKind && column.name === 'Name' && this.resource ? `${kindPrefix(this.resource)}/${text}` : text;
    });
    return [
      ...(event === undefined ? [] : [event]),
      ...(withNamespace ? [meta?.namespace ?? ''] : []),
      ...cells,
      ...columnLabels.map((label) => (meta ? (meta.labels?.[label] ?? '') : '<none>')),
      ...(showLabels ? [formatLabels(meta?.labels)] : []),
    ].join('\t');
  }

  private visible(): { column: TableColumn; index: number }[] {
    return this.columns
      .map((column, index) => ({ column, index }))
      .filter(({ column }) => this.options.wide || (column.priority ?? 0) === 0);
  }
}

/** `deployment.apps`, `pod`: what stands before the slash of a name. */
export function kindPrefix(info: { kind: string; group: string }): string {
  return (info.group === '' ? info.kind : `${info.kind}.${info.group}`).toLowerCase();
}

/** Up to the first line break, as a terminal table can't hold more. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  const text = typeof cell === 'string' ? cell : goValue(cell);
  const end = text.search(/[\f\n\r]/);
  return (end < 0 ? text : `${text.slice(0, end)}...`).replaceAll('\t', '\\t');
}
