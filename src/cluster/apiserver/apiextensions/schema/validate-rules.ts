/** The rules of a schema must compile (apis/apiextensions/validation/validation.go, x-kubernetes-validations). */
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { compile } from '../../cel/compile.ts';
import { type Type, optionalOf } from '../../cel/types.ts';
import { type Schema, type ValidationRule, itemsOf, valuesOf } from '../types.ts';
import { celType } from './cel-type.ts';
import { children } from './children.ts';
import { type Cardinality, cardinalityBelow, isFarTooCostly } from './rule-cost.ts';
import { compileRule } from './rules.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

const ADVICE =
  '(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)';
const FAR = `exceeds budget by factor of more than 100x ${ADVICE}`;
const WHOLE = 'estimated rule cost total';

export function rulesErrors(schema: Schema, path: string): FieldError[] {
  const costly: string[] = [];
  const { form, cel } = errorsBelow({ schema, path, root: true, times: 1 }, costly);
  const errors = [...form, ...cel];
  const contributed = `contributed to ${WHOLE} exceeding cost limit for entire OpenAPIv3 schema`;
  for (const one of costly) errors.push(forbiddenField(one, contributed));
  if (costly.length > 0)
    errors.push(forbiddenField(path, `x-kubernetes-validations ${WHOLE} for entire OpenAPIv3 schema ${FAR}`));
  return errors;
}

/** Of the fields of rules, and of what their expressions mean. */
interface Found {
  form: FieldError[];
  cel: FieldError[];
}

interface Node {
  schema: Schema;
  path: string;
  /** Has apiVersion, kind and metadata. */
  root: boolean;
  times: Cardinality;
  /** The list around it whose items cannot be told apart, so that none has an old value. */
  mixed?: string | undefined;
}

/** Items correlate in maps by key only, and values where maps are not atomic (withForbidOldSelfValidations). */
function mixedBelow({ schema, path, mixed }: Node, child: Schema): string | undefined {
  if (mixed !== undefined) return mixed;
  if (child === itemsOf(schema)) return schema['x-kubernetes-list-type'] === 'map' ? undefined : path;
  return schema['x-kubernetes-map-type'] === 'atomic' ? path : undefined;
}

/** `costly` hears of the rules that alone exceed what all together may cost. What is within comes first. */
function errorsBelow(node: Node, costly: string[]): Found {
  const { schema, path, times } = node;
  const below = children(schema, path).map(([at, one]) =>
    errorsBelow(
      {
        schema: one,
        path: at,
        root: false,
        times: cardinalityBelow(schema, one, times),
        mixed: mixedBelow(node, one),
      },
      costly,
    ),
  );
  const rules = schema['x-kubernetes-validations'] ?? [];
  const form = [
    ...below.flatMap((one) => one.form),
    ...rules.flatMap((rule, i) => fieldErrors(rule, schema, `${path}.x-kubernetes-validations[${i}]`)),
  ];
  const cel = below.flatMap((one) => one.cel);
  // What is wrong here or below is set right first.
  if (rules.length > 0 && form.length === 0) cel.push(...ofNode(node, rules, costly));
  return { form, cel };
}

function ofNode(
  { schema, path, root, times, mixed }: Node,
  rules: readonly ValidationRule[],
  costly: string[],
): FieldError[] {
  const type = celType(schema, 'self', root || schema['x-kubernetes-embedded-resource']);
  return rules.flatMap((rule, i) => {
    const at = `${path}.x-kubernetes-validations[${i}]`;
    const errors = type ? expressionErrors(rule, type, at) : [];
    if (!type || errors.length > 0) return errors;
    for (const [field, count] of [
      ['rule', times],
      ['messageExpression', 1],
    ] as const) {
      if (!isFarTooCostly(rule[field] ?? '', schema, count)) continue;
      costly.push(`${at}.${field}`);
      errors.push(forbiddenField(`${at}.${field}`, `estimated ${field} cost ${FAR}`));
    }
    return [...errors, ...transitionErrors(rule, at, mixed)];
  });
}

function transitionErrors(rule: ValidationRule, path: string, mixed: string | undefined): FieldError[] {
  if (/\boldSelf\b/.test(rule.rule)) {
    const text = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${mixed}`;
    return mixed === undefined ? [] : [invalid(`${path}.rule`, rule.rule, text)];
  }
  const { optionalOldSelf: optional } = rule;
  const text = 'may not be set if oldSelf is not used in rule';
  return optional === undefined ? [] : [invalid(`${path}.optionalOldSelf`, optional, text)];
}

function fieldErrors(rule: ValidationRule, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { message, messageExpression, reason } = rule;
  if (!rule.rule?.trim()) errors.push(required(`${path}.rule`, 'rule is not specified'));
  else if (message !== undefined && message !== '' && message.trim() === '')
    errors.push(invalid(`${path}.message`, message, 'must be non-empty if specified'));
  else if (message?.trim().includes('\n'))
    errors.push(invalid(`${path}.message`, message, 'must not contain line breaks'));
  else if (rule.rule.trim().includes('\n') && !message)
    errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  if (messageExpression && messageExpression.trim() === '')
    errors.push(required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified'));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  return rule.fieldPath ? [...errors, ...fieldPathErrors(rule.fieldPath, schema, `${path}.fieldPath`)] : errors;
}

function fieldPathErrors(fieldPath: string, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (fieldPath.trim() === '') errors.push(invalid(path, fieldPath, 'must be non-empty if specified'));
  if (fieldPath.includes('\n')) errors.push(invalid(path, fieldPath, 'must not contain line breaks'));
  if (!leadsToField(fieldPath, schema)) errors.push(invalid(path, fieldPath, 'must be a valid path'));
  return errors;
}

/** Of steps like `.field` and `['field']`, each of which a schema has (ValidFieldPath). */
function leadsToField(path: string, schema: Schema): boolean {
  let at: Schema | undefined = schema;
  let rest = path;
  while (rest !== '') {
    const step: RegExpExecArray | null = /^(?:\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\])/.exec(rest);
    const name = step?.[1] ?? step?.[2]?.replace(/\\(.)/g, '$1');
    if (!step || name === undefined) return false;
    at = at.properties?.[name] ?? valuesOf(at);
    if (!at) return false;
    rest = rest.slice(step[0].length);
  }
  return true;
}

function expressionErrors(rule: ValidationRule, type: Type, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { error } = compileRule(rule, type);
  if (error !== undefined) errors.push(shown(`${path}.rule`, rule, error));
  if (rule.messageExpression) {
    const scope = { self: type, oldSelf: rule.optionalOldSelf ? optionalOf(type) : type };
    const result = compile(rule.messageExpression, scope, ['string']);
    if (result.error !== undefined) errors.push(shown(`${path}.messageExpression`, rule, messageError(result.error)));
  }
  return errors;
}

function messageError(error: string): string {
  if (error === 'must evaluate to string') return 'messageExpression must evaluate to a string';
  return error.startsWith('compilation failed') ? `messageExpression ${error}` : error;
}

/** The rule as Go's JSON shows the internal type. */
function shown(path: string, rule: ValidationRule, text: string): FieldError {
  const value = {
    Rule: rule.rule,
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
  return { ...invalid(path, '', text), message: `Invalid value: ${goJson(value)}: ${text}` };
}

/** encoding/json escapes what HTML would read. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}
