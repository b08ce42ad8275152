/** The text of explain (kubectl/pkg/explain/v2/templates/plaintext.tmpl). */
import type { ResourceInfo } from '../../api/resource.ts';
import { CommandError } from '../errors.ts';
import type { Schema, Schemas } from './schema.ts';

const WIDTH = 80;
/** Of the values of an enumerated field in a list of fields. */
const SHOWN_CHOICES = 4;

/** `printed` is what the original has printed by the time it finds out. */
export class MissingFieldError extends CommandError {
  constructor(
    readonly printed: string,
    field: string,
  ) {
    super(`field ${JSON.stringify(field)} does not exist`);
  }
}

/** `path` are the fields after the resource. Throws MissingFieldError. */
export function explainText(schemas: Schemas, info: ResourceInfo, path: readonly string[], recursive: boolean): string {
  const root = schemas.ofKind(info);
  if (!root) throw new CommandError(`GVK ${info.group}/${info.version}, Kind=${info.kind} not found in OpenAPI schema`);
  let schema = root;
  for (const name of path) {
    const next = schemas.fieldsOf(schema).properties?.[name];
    if (!next) throw new MissingFieldError(heading(info), name);
    schema = next;
  }
  const choices = values(schemas.resolve(schema));
  const space = choices === '' ? '\n\n' : '';
  const field = path.length === 0 ? '' : `FIELD: ${path.at(-1)} <${schemas.typeName(schema)}>\n${space}`;
  const fields = schemas.fieldsOf(schema);
  const head = `${heading(info)}${field}${choices}`;
  const description = `DESCRIPTION:\n${describeText(schemas, schema)}`;
  if (!fields.properties) return `${head}${description}\n`;
  const listed = recursive ? tree(schemas, fields, 1, [fields]) : fieldList(schemas, fields);
  return `${head}${description}FIELDS:\n${listed}\n`;
}

function heading({ group, kind, version }: ResourceInfo): string {
  return `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`;
}

function values(schema: Schema): string {
  return schema.enum?.length ? `ENUM:\n${schema.enum.map((value) => `    ${String(value)}\n`).join('')}\n` : '';
}

function describeText(schemas: Schemas, schema: Schema): string {
  const text = [schema.description, schemas.typeDescription(elementOf(schema))].filter(Boolean).join('\n');
  return text === '' ? '    <empty>\n' : `${wrap(text, 4)}    \n`;
}

/** What a list or a map holds; anything else itself. */
function elementOf(schema: Schema): Schema {
  if (schema.items) return schema.items;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : schema;
}

function fieldList(schemas: Schemas, schema: Schema): string {
  return entries(schema)
    .map(([name, property]) => {
      const description = property.description ?? '';
      return `${fieldLine(schemas, schema, name, property, 1)}${wrap(description === '' ? '<no description>' : description, 4)}\n`;
    })
    .join('');
}

function tree(schemas: Schemas, schema: Schema, level: number, above: readonly Schema[]): string {
  return entries(schema)
    .map(([name, property]) => {
      const inner = schemas.fieldsOf(property);
      const line = fieldLine(schemas, schema, name, property, level);
      // A schema within itself (JSONSchemaProps) is not walked again.
      return inner.properties && !above.some((one) => one.properties === inner.properties)
        ? line + tree(schemas, inner, level + 1, [...above, inner])
        : line;
    })
    .join('');
}

function entries(schema: Schema): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function fieldLine(schemas: Schemas, parent: Schema, name: string, schema: Schema, level: number): string {
  const required = parent.required?.includes(name) ? ' -required-' : '';
  const margin = '  '.repeat(level);
  const choices = schemas.resolve(schema).enum ?? [];
  const shown = [...choices.slice(0, SHOWN_CHOICES).map(String), ...(choices.length > SHOWN_CHOICES ? ['....'] : [])];
  const enumLine = choices.length > 0 ? `${margin}enum: ${shown.join(', ')}\n` : '';
  return `${margin}${name}\t<${schemas.typeName(schema)}>${required}\n${enumLine}`;
}

/** Words in lines of at most 80 columns, the indentation counted; line breaks of the text are kept. */
function wrap(text: string, indent: number): string {
  const margin = ' '.repeat(indent);
  return text
    .split('\n')
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const [, space = '', word = ''] of paragraph.matchAll(/(\s*)(\S+)/g)) {
        if (line !== '' && indent + line.length + space.length + word.length > WIDTH) {
          lines.push(line);
          line = word;
        } else line += space + word;
      }
      return [...lines, line];
    })
    .map((line) => `${margin}${line}\n`)
    .join('');
}
