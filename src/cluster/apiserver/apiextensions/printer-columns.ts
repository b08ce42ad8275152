/** The Table of a custom resource (apiextensions-apiserver/pkg/registry/customresource/tableconvertor/tableconvertor.go). */
import { humanDuration } from '../../../api/duration.ts';
import { goJSON, goValue } from '../../../api/go-format.ts';
import { JSONPathError } from '../../../api/jsonpath/error.ts';
import { JSONPath } from '../../../api/jsonpath/jsonpath.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Cell, Column } from '../registry/strategy.ts';
import type { CrdVersion, PrinterColumn } from './types.ts';

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  priority: 0,
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
};

const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
};

function shown(column: PrinterColumn): Column {
  return {
    name: column.name,
    type: column.type,
    format: column.format ?? '',
    priority: column.priority ?? 0,
    description: column.description || `Custom resource definition column (in JSONPath format): ${column.jsonPath}`,
  };
}

export function tableOf(version: CrdVersion): {
  columns: Column[];
  cells: (object: KubeObject, now: number) => Cell[];
} {
  const own = version.additionalPrinterColumns?.length ? version.additionalPrinterColumns : [AGE];
  const readers = own.map(reader);
  return {
    columns: [NAME, ...own.map(shown)],
    cells: (object, now) => [object.metadata?.name ?? '', ...readers.map((read) => read(object, now))],
  };
}

function reader({ jsonPath, type }: PrinterColumn): (object: KubeObject, now: number) => Cell {
  const path = new JSONPath(`{${jsonPath}}`, { allowMissingKeys: true });
  return (object, now) => {
    const first = results(path, object)[0];
    if (first === undefined || first.length === 0) return null;
    // Of several results only the first is shown.
    if (type === 'string') return textOf(first[0]);
    return cellOf(type, first[0], now);
  };
}

/** An object that the path does not fit has no value there. */
function results(path: JSONPath, object: KubeObject): unknown[][] {
  try {
    return path.find(object);
  } catch (error) {
    if (error instanceof JSONPathError) return [];
    throw error;
  }
}

function textOf(value: unknown): Cell {
  if (value === null) return null;
  return typeof value === 'object' ? goJSON(value) : goValue(value);
}

function cellOf(type: string, value: unknown, now: number): Cell {
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      if (typeof value !== 'string') return null;
      return Number.isNaN(Date.parse(value)) ? '<invalid>' : humanDuration(now - Date.parse(value));
    default:
      return null;
  }
}
