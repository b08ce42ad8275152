/** The rules of a schema must compile (apis/apiextensions/validation/validation.go, x-kubernetes-validations). */
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { compile } from '../../cel/compile.ts';
import { type Type, optionalOf } from '../../cel/types.ts';
import type { Schema, ValidationRule } from '../types.ts';
import { celType } from './cel-type.ts';
import { children } from './children.ts';
import { type Cardinality, cardinalityBelow, isFarTooCostly } from './rule-cost.ts';
import { compileRule } from './rules.ts';

const REASONS = ['FieldValueRequired', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueDuplicate'];

const ADVICE =
  '(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)';
const FAR = `exceeds budget by factor of more than 100x ${ADVICE}`;
const WHOLE = 'estimated rule & messageExpression cost total';

export function rulesErrors(schema: Schema, path: string): FieldError[] {
  const costly: string[] = [];
  const errors = errorsBelow({ schema, path, root: true, times: 1 }, costly);
  const contributed = `contributed to ${WHOLE} exceeding cost limit for entire OpenAPIv3 schema`;
  for (const one of costly) errors.push(forbiddenField(one, contributed));
  if (costly.length > 0)
    errors.push(forbiddenField(path, `x-kubernetes-validations ${WHOLE} for entire OpenAPIv3 schema ${FAR}`));
  return errors;
}

interface Node {
  schema: Schema;
  path: string;
  /** Has apiVersion, kind and metadata. */
  root: boolean;
  times: Cardinality;
}

/** `costly` hears of the rules that alone exceed what all together may cost. */
function errorsBelow(node: Node, costly: string[]): FieldError[] {
  const { schema, path, times } = node;
  const rules = schema['x-kubernetes-validations'] ?? [];
  const own = rules.length === 0 ? [] : ofNode(node, rules, costly);
  const below = children(schema, path).flatMap(([at, one]) =>
    errorsBelow({ schema: one, path: at, root: false, times: cardinalityBelow(schema, one, times) }, costly),
  );
  return [...own, ...below];
}

function ofNode({ schema, path, root, times }: Node, rules: readonly ValidationRule[], costly: string[]): FieldError[] {
  const type = celType(schema, 'self', root || schema['x-kubernetes-embedded-resource']);
  return rules.flatMap((rule, i) => {
    const at = `${path}.x-kubernetes-validations[${i}]`;
    const wrong = type && rule.rule?.trim() ? expressionErrors(rule, type, at) : [];
    const errors = [...fieldErrors(rule, at), ...wrong];
    if (!type || wrong.length > 0 || !isFarTooCostly(rule.rule ?? '', schema, times)) return errors;
    costly.push(`${at}.rule`);
    return [...errors, forbiddenField(`${at}.rule`, `estimated rule cost ${FAR}`)];
  });
}

function fieldErrors(rule: ValidationRule, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { message, messageExpression, reason } = rule;
  if (!rule.rule?.trim()) errors.push(required(`${path}.rule`, 'rule is not specified'));
  if (message !== undefined && message !== '' && message.trim() === '')
    errors.push(invalid(`${path}.message`, message, 'message must be non-empty if specified'));
  else if (message?.includes('\n'))
    errors.push(invalid(`${path}.message`, message, 'message must not contain line breaks'));
  else if (rule.rule?.includes('\n') && !message)
    errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  if (messageExpression && messageExpression.trim() === '')
    errors.push(required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified'));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  return errors;
}

function expressionErrors(rule: ValidationRule, type: Type, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { error } = compileRule(rule, type);
  if (error !== undefined) errors.push(shown(`${path}.rule`, rule, error));
  if (rule.messageExpression) {
    const scope = { self: type, oldSelf: rule.optionalOldSelf ? optionalOf(type) : type };
    const result = compile(rule.messageExpression, scope, ['string']);
    if (result.error !== undefined)
      errors.push(
        shown(
          `${path}.messageExpression`,
          rule,
          result.error.replace(/^must evaluate to string$/, 'messageExpression must evaluate to a string'),
        ),
      );
  }
  return errors;
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
