/** x-kubernetes-validations of a schema, evaluated (apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go). */
import { type FieldError, duplicate, forbiddenField, invalid, required } from '../../../../api/field-errors.ts';
import { type Program, compile } from '../../cel/compile.ts';
import { DYN, type Type, optionalOf } from '../../cel/types.ts';
import { optionalValue, toCel } from '../../cel/values.ts';
import { type Schema, type ValidationRule, isRecord, itemsOf, valuesOf } from '../types.ts';
import { celType } from './cel-type.ts';
import { correlated, fieldAt } from './validate-value.ts';

interface CompiledRule {
  rule: ValidationRule;
  program: Program | undefined;
  message: Program | undefined;
  /** Speaks of the old value: only asked where there is one. */
  transition: boolean;
}

interface CompiledSchema {
  type: Type;
  rules: CompiledRule[];
}

export function hasRules(schema: Schema): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const found =
    (schema['x-kubernetes-validations']?.length ?? 0) > 0 ||
    (items !== undefined && hasRules(items)) ||
    (values !== undefined && hasRules(values)) ||
    Object.values(schema.properties ?? {}).some(hasRules);
  withRules.set(schema, found);
  return found;
}

const withRules = new WeakMap<Schema, boolean>();
const compiled = new WeakMap<Schema, CompiledSchema>();

export function compileRule(rule: ValidationRule, type: Type): ReturnType<typeof compile> {
  const old = rule.optionalOldSelf ? optionalOf(type) : type;
  const result = compile(rule.rule, { self: type, oldSelf: old });
  return result.error?.startsWith('must evaluate') ? { error: 'cel expression must evaluate to a bool' } : result;
}

function compiledOf(schema: Schema, root: boolean): CompiledSchema {
  let known = compiled.get(schema);
  if (known) return known;
  const type = celType(schema, 'self', root || schema['x-kubernetes-embedded-resource']) ?? DYN;
  const rules = (schema['x-kubernetes-validations'] ?? []).map((rule): CompiledRule => {
    const old = rule.optionalOldSelf ? optionalOf(type) : type;
    return {
      rule,
      program: compileRule(rule, type).program,
      message: rule.messageExpression
        ? compile(rule.messageExpression, { self: type, oldSelf: old }, ['string']).program
        : undefined,
      transition: /\boldSelf\b/.test(rule.rule),
    };
  });
  known = { type, rules };
  compiled.set(schema, known);
  return known;
}

/** `old` is undefined where there was none, or where it cannot be known again. */
export function ruleErrors(value: unknown, old: unknown, schema: Schema, path = ''): FieldError[] {
  if (!hasRules(schema) || value === null || value === undefined) return [];
  const errors = ownErrors(value, old, schema, path);
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    const before = correlated(schema, old);
    return items
      ? [...errors, ...value.flatMap((item, i) => ruleErrors(item, before(item), items, `${path}[${i}]`))]
      : errors;
  }
  if (!isRecord(value)) return errors;
  const was = isRecord(old) ? old : {};
  for (const [key, inner] of Object.entries(value)) {
    const properties = schema.properties;
    const known = properties && Object.hasOwn(properties, key) ? properties[key] : valuesOf(schema);
    if (known) errors.push(...ruleErrors(inner, was[key], known, path === '' ? key : `${path}.${key}`));
  }
  return errors;
}

function ownErrors(value: unknown, old: unknown, schema: Schema, path: string): FieldError[] {
  if (!schema['x-kubernetes-validations']?.length) return [];
  const { type, rules } = compiledOf(schema, path === '');
  const self = toCel(value, type);
  const before = old === undefined || old === null ? undefined : toCel(old, type);
  return rules.flatMap((one) => {
    if (one.transition && before === undefined && !one.rule.optionalOldSelf) return [];
    const oldSelf = one.rule.optionalOldSelf ? optionalValue(before) : before;
    return verdict(one, { self, ...(one.transition ? { oldSelf } : {}) }, schema, path);
  });
}

function verdict(
  { rule, program, message }: CompiledRule,
  variables: Record<string, unknown>,
  schema: Schema,
  path: string,
): FieldError[] {
  const shown = rule.message?.trim() || rule.rule.trim();
  const at = rule.fieldPath ? fieldAt(`${path}${rule.fieldPath}`) : fieldAt(path);
  const refuse = (text: string): FieldError[] => [invalid(fieldAt(path), schema.type ?? '', text)];
  if (!program) return refuse(`rule compile error: ${shown}`);
  try {
    if (program.run(variables) === true) return [];
  } catch (error) {
    const text = (error as Error).message;
    const what = text.startsWith('no such overload')
      ? `'${text}': call arguments did not match a supported operator, function or macro signature for rule: ${shown}`
      : text.startsWith('operation cancelled')
        ? `'${text}': no further validation rules will be run due to call cost exceeds limit for rule: ${shown}`
        : `${text} evaluating rule: ${shown}`;
    return refuse(what);
  }
  const said = messageOf(message, variables) ?? (rule.message?.trim() || `failed rule: ${shown}`);
  return [failure(rule.reason, at, schema.type ?? '', said)];
}

/** A message that cannot be made, is empty or has several lines gives way to the plain one. */
function messageOf(program: Program | undefined, variables: Record<string, unknown>): string | undefined {
  if (!program) return undefined;
  try {
    const text = program.run(variables);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}

function failure(reason: string | undefined, field: string, value: string, text: string): FieldError {
  switch (reason) {
    case 'FieldValueRequired':
      return required(field, text);
    case 'FieldValueForbidden':
      return forbiddenField(field, text);
    case 'FieldValueDuplicate':
      return duplicate(field, value);
    default:
      return invalid(field, value, text);
  }
}
