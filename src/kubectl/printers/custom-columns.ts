/** `-o custom-columns=NAME:.metadata.name` (kubectl/pkg/cmd/get/customcolumn.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { goValue } from '../../api/go-format.ts';
import { JSONPath } from '../../api/jsonpath/jsonpath.ts';
import { alignTabs, TABLE } from './tabwriter.ts';

interface Column {
  header: string;
  path: JSONPath;
}

/** Throws CommandError for a specification that makes no sense. */
export function parseColumns(spec: string): Column[] {
  if (spec === '') throw new CommandError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0)
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return {
      header: part.slice(0, colon),
      path: new JSONPath(relaxedPath(part.slice(colon + 1)), { allowMissingKeys: true }),
    };
  });
}

/** The file form: a line of headers, a line of paths. */
export function parseColumnsFile(text: string): Column[] {
  const [headers = [], paths = []] = text.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''));
  if (headers.length === 0) throw new CommandError('missing first line of headers from template');
  if (headers.length !== paths.length) {
    throw new CommandError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  }
  return headers.map((header, index) => ({
    header,
    path: new JSONPath(relaxedPath(paths[index]!), { allowMissingKeys: true }),
  }));
}

/** `x.y`, `.x.y`, `{x.y}` and `{.x.y}` → `{.x.y}`; throws when it is none of them. */
export function relaxedPath(text: string): string {
  if (text === '') return text;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text);
  if (!match) {
    throw new CommandError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${match[1] ?? match[2]}}`;
}

export function printColumns(
  columns: readonly Column[],
  objects: readonly KubeObject[],
  options: { noHeaders: boolean },
): string {
  const rows = objects.map((object) => columns.map(({ path }) => cell(path, object)).join('\t'));
  const lines = options.noHeaders ? rows : [columns.map((column) => column.header).join('\t'), ...rows];
  return alignTabs(lines.map((line) => `${line}\n`).join(''), TABLE);
}

function cell(path: JSONPath, object: KubeObject): string {
  const [values = []] = path.find(object);
  return values.length === 0 ? '<none>' : values.map(goValue).join(',');
}
