/** The rules of a schema must compile (apis/apiextensions/validation/validation.go, x-kubernetes-validations). */
import { type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { compile } from '../../cel/compile.ts';
import { type Type, optionalOf } from '../../cel/types.ts';
import type { Schema, ValidationRule } from '../types.ts';
import { celType } from './cel-type.ts';
import { children } from './children.ts';
import { compileRule } from './rules.ts';

const REASONS = ['FieldValueRequired', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueDuplicate'];

/** `root` has apiVersion, kind and metadata. */
export function rulesErrors(schema: Schema, path: string, root = true): FieldError[] {
  const at = `${path}.x-kubernetes-validations`;
  const rules = schema['x-kubernetes-validations'] ?? [];
  const own = rules.length === 0 ? [] : ofNode(schema, rules, at, root);
  return [...own, ...children(schema, path).flatMap(([inner, one]) => rulesErrors(one, inner, false))];
}

function ofNode(schema: Schema, rules: readonly ValidationRule[], path: string, root: boolean): FieldError[] {
  const type = celType(schema, 'self', root || schema['x-kubernetes-embedded-resource']);
  return rules.flatMap((rule, i) => [
    ...fieldErrors(rule, `${path}[${i}]`),
    ...(type && rule.rule?.trim() ? expressionErrors(rule, type, `${path}[${i}]`) : []),
  ]);
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
