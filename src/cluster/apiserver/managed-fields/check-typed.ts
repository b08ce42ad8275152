/** Whether an applied configuration fits the kind's schema (structured-merge-diff/typed/validate.go), in that library's words. */
import { goSyntax, goValue } from '../../../api/go-format.ts';
import { isEmpty } from './compare.ts';
import { formatPath } from './field-set.ts';
import { DEDUCED, type FieldType, type ScalarKind } from './field-types.ts';
import { elementOf } from './path-element.ts';

/** One line an error, `.spec.nope: field not declared in schema`; empty when all is well. */
export function typeErrors(value: unknown, type: FieldType): string[] {
  const errors: string[] = [];
  check(value, type, [], errors);
  return errors;
}

/** As upstream joins them. */
export function joined(errors: readonly string[]): string {
  return errors.length === 1 ? errors[0]! : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`;
}

function check(value: unknown, type: FieldType, path: readonly string[], errors: string[]): void {
  if (value === null || value === undefined) return;
  const fail = (text: string, at = path): unknown =>
    errors.push(`${at.length > 0 ? `${formatPath(at)}: ` : ''}${text}`);
  if (type.kind === 'scalar') {
    const text = scalarError(value, type.of);
    if (text !== undefined) fail(text);
  } else if (type.kind === 'list') {
    if (!Array.isArray(value)) return void fail(`expected list, got ${shown(value)}`);
    checkItems(value, type, path, errors);
  } else if (type.kind === 'map') {
    if (typeof value !== 'object' || Array.isArray(value)) return void fail(`expected map, got ${shown(value)}`);
    for (const [key, inner] of Object.entries(value)) {
      const field = type.field(key);
      const below = [...path, `f:${key}`];
      if (field) check(inner, field, below, errors);
      else fail('field not declared in schema', below);
    }
  }
}

function checkItems(
  list: readonly unknown[],
  type: Extract<FieldType, { kind: 'list' }>,
  path: readonly string[],
  errors: string[],
): void {
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    let element = `i:${index}`;
    if (type.relation !== 'atomic') {
      const found = elementOf(item, type);
      if ('missing' in found) {
        errors.push(
          `${formatPath(path)}: element ${index}: associative list with keys has an element that omits key field ${JSON.stringify(found.missing)} (and doesn't have default value)`,
        );
        continue;
      }
      element = found.element;
      if (seen.has(element)) {
        errors.push(`${formatPath(path)}: duplicate entries for key ${formatPath([element])}`);
        continue;
      }
      seen.add(element);
    }
    check(item, type.item ?? DEDUCED, [...path, element], errors);
  }
}

function scalarError(value: unknown, of: ScalarKind): string | undefined {
  if (of === 'any')
    return typeof value === 'object' && !isEmpty(value) ? `expected scalar, got ${shown(value)}` : undefined;
  if (of === 'numeric')
    return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
  if (of === 'string')
    return typeof value === 'string'
      ? undefined
      : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
  return typeof value === 'boolean' ? undefined : `expected boolean, got ${shown(value)}`;
}

function goType(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return '[]interface {}';
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value;
}

/** A wrapped value as `%v` shows it. */
function shown(value: unknown): string {
  return `&{${goValue(value)}}`;
}
