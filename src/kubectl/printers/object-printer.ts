/** `-o` for objects (cli-runtime/pkg/genericclioptions/print_flags.go and its parts). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import type { Flags } from '../flags.ts';
import { goJSON, goSyntax } from '../../api/go-format.ts';
import { GoTemplate } from '../go-template/go-template.ts';
import type { KubectlIO } from '../io.ts';
import { JSONPath } from '../../api/jsonpath/jsonpath.ts';
import { parseColumns, parseColumnsFile, printColumns } from './custom-columns.ts';
import { kindPrefix } from './table.ts';
import { yamlText } from './yaml-text.ts';

/** The text for one object (or one List). */
export type ObjectPrinter = (object: KubeObject) => string;

export const PRINT_FORMATS = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'kyaml',
  'name',
  'template',
  'templatefile',
  'yaml',
];
export const GET_FORMATS = [
  'custom-columns',
  'custom-columns-file',
  ...PRINT_FORMATS.slice(0, 8),
  'template',
  'templatefile',
  'wide',
  'yaml',
];

/** `jsonpath={.x}` → its name and what follows; `--template` serves when nothing does. */
export function outputFormat(flags: Flags): { name: string; argument: string } {
  const output = flags.string('output');
  const template = flags.has('template') ? flags.string('template') : '';
  if (output === '') return { name: template === '' ? '' : 'go-template', argument: template };
  const equals = output.indexOf('=');
  if (equals < 0) return { name: output, argument: template };
  return { name: output.slice(0, equals), argument: output.slice(equals + 1) || template };
}

/** The printer that `-o` asks for. Throws for unknown formats and broken templates. `allowed` is only for the message. */
export function objectPrinter(flags: Flags, io: KubectlIO, allowed: readonly string[] = PRINT_FORMATS): ObjectPrinter {
  const { name, argument } = outputFormat(flags);
  const managed = flags.has('show-managed-fields') && flags.bool('show-managed-fields');
  const strip = (object: KubeObject): KubeObject => (managed ? object : withoutManagedFields(object));
  const file = (flag: string): string => readTemplate(io, argument, flag);
  const needsAllowed = allowed.includes(name) || PRINT_FORMATS.includes(name);
  if (!needsAllowed) throw unknownFormat(flags.string('output'), allowed);
  switch (name) {
    case 'json':
      return (object) => `${goJSON(strip(object), '    ')}\n`;
    case 'yaml':
    case 'kyaml':
      return yamlPrinter(strip);
    case 'name':
      return (object) =>
        namesOf(object)
          .map((line) => `${line}\n`)
          .join('');
    case 'jsonpath':
    case 'jsonpath-as-json':
      return jsonPathPrinter(required(argument), flags, name === 'jsonpath-as-json');
    case 'jsonpath-file':
      return jsonPathPrinter(file('error reading --template'), flags, false);
    case 'go-template':
    case 'template':
      return templatePrinter(required(argument), flags);
    case 'go-template-file':
    case 'templatefile':
      return templatePrinter(file('error reading --template'), flags);
    case 'custom-columns':
    case 'custom-columns-file':
      return columnsPrinter(
        name === 'custom-columns' ? parseColumns(argument) : parseColumnsFile(file('error reading template')),
        flags,
      );
    default:
      throw unknownFormat(flags.string('output'), allowed);
  }
}

function required(template: string): string {
  if (template === '') throw new CommandError('template format specified but no template given');
  return template;
}

export function unknownFormat(output: string, allowed: readonly string[]): CommandError {
  return new CommandError(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed.join(',')}`,
  );
}

function readTemplate(io: KubectlIO, path: string, complaint: string): string {
  if (path === '') throw new CommandError('template format specified but no template given');
  try {
    return io.files.read(path);
  } catch {
    throw new CommandError(`${complaint} ${path}, open ${path}: no such file or directory`);
  }
}

function yamlPrinter(strip: (object: KubeObject) => KubeObject): ObjectPrinter {
  let printed = 0;
  return (object) => `${printed++ > 0 ? '---\n' : ''}${yamlText(strip(object))}`;
}

function columnsPrinter(columns: ReturnType<typeof parseColumns>, flags: Flags): ObjectPrinter {
  let printed = false;
  return (object) => {
    const text = printColumns(columns, itemsOf(object), {
      noHeaders: printed || (flags.has('no-headers') && flags.bool('no-headers')),
    });
    printed = true;
    return text;
  };
}

function jsonPathPrinter(template: string, flags: Flags, asJSON: boolean): ObjectPrinter {
  const allowMissingKeys = !flags.has('allow-missing-template-keys') || flags.bool('allow-missing-template-keys');
  const path = parsed(() => new JSONPath(template, { allowMissingKeys }), `error parsing jsonpath ${template}`);
  return (object) => {
    try {
      return asJSON ? path.executeAsJSON(object) : path.execute(object);
    } catch (error) {
      throw new CommandError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${(error as Error).message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
      );
    }
  };
}

function templatePrinter(template: string, flags: Flags): ObjectPrinter {
  const allowMissingKeys = !flags.has('allow-missing-template-keys') || flags.bool('allow-missing-template-keys');
  const compiled = parsed(() => new GoTemplate(template, { allowMissingKeys }), `error parsing template ${template}`);
  return (object) => {
    try {
      return compiled.execute(object);
    } catch (error) {
      throw new CommandError(`error executing template ${JSON.stringify(template)}: ${(error as Error).message}`);
    }
  };
}

function parsed<T>(make: () => T, complaint: string): T {
  try {
    return make();
  } catch (error) {
    throw new CommandError(`${complaint}, ${(error as Error).message}`);
  }
}

export function itemsOf(object: KubeObject): readonly KubeObject[] {
  return Array.isArray(object['items']) ? (object['items'] as KubeObject[]) : [object];
}

function namesOf(object: KubeObject): string[] {
  return itemsOf(object).map(objectName);
}

/** `deployment.apps/web`. */
export function objectName(object: KubeObject): string {
  const apiVersion = object.apiVersion ?? '';
  const slash = apiVersion.indexOf('/');
  const prefix = kindPrefix({ kind: object.kind ?? '', group: slash < 0 ? '' : apiVersion.slice(0, slash) });
  return `${prefix}/${object.metadata?.name ?? ''}`;
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  if (Array.isArray(object['items']))
    return { ...object, items: (object['items'] as KubeObject[]).map(withoutManagedFields) };
  if (!object.metadata?.managedFields) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/**
 * What a verb prints for an object it has changed: `deployment.apps/web scaled`, or the object with `-o`.
 * `operation` may end in ' (dry run)' or ' (server dry run)'.
 */
export function resultPrinter(flags: Flags, io: KubectlIO): (object: KubeObject, operation: string) => string {
  if (outputFormat(flags).name === '') return (object, operation) => `${objectName(object)} ${operation}\n`;
  const print = objectPrinter(flags, io);
  return (object) => print(object);
}
