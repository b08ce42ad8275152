/** Labels and label selectors (apimachinery/pkg/labels/selector.go, meta/v1/helpers.go LabelSelectorAsSelector). */
import { isLabelValue, isQualifiedName } from './names.ts';
import { parseSelectorText } from './label-parser.ts';

export type Operator = 'in' | 'notin' | 'exists' | '!' | '=' | '==' | '!=' | 'gt' | 'lt';

export interface Requirement {
  key: string;
  operator: Operator;
  /** Sorted, without duplicates. */
  values: readonly string[];
}

/** All requirements must hold. An empty one selects everything; `nothing` selects nothing. */
export interface Selector {
  requirements: readonly Requirement[];
  nothing?: true;
}

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export const nothing: Selector = { requirements: [], nothing: true };

/** Throws Error with upstream's message (`unable to parse requirement: …`). */
export function parseSelector(text: string): Selector {
  const requirements = parseSelectorText(text).map((r) => {
    try {
      return newRequirement(r.key, r.operator, r.values);
    } catch (error) {
      throw new Error(`unable to parse requirement: ${(error as Error).message}`, { cause: error });
    }
  });
  return { requirements: requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)) };
}

/** Checks what the API checks of one requirement. Throws Error with upstream's message. */
export function newRequirement(key: string, operator: Operator, values: readonly string[]): Requirement {
  const problems: string[] = [];
  const keyErrors = isQualifiedName(key);
  if (keyErrors.length > 0) problems.push(`key: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join('; ')}`);
  const shown = JSON.stringify(values);
  if (operator === 'in' || operator === 'notin') {
    if (values.length === 0)
      problems.push(`values: Invalid value: ${shown}: for 'in', 'notin' operators, values set can't be empty`);
  } else if (operator === '=' || operator === '==' || operator === '!=') {
    if (values.length !== 1)
      problems.push(`values: Invalid value: ${shown}: exact-match compatibility requires one single value`);
  } else if (operator === 'exists' || operator === '!') {
    if (values.length !== 0)
      problems.push(`values: Invalid value: ${shown}: values set must be empty for exists and does not exist`);
  } else if (operator === 'gt' || operator === 'lt') {
    if (values.length !== 1)
      problems.push(`values: Invalid value: ${shown}: for 'Gt', 'Lt' operators, exactly one value is required`);
    for (const [i, value] of values.entries()) {
      if (!/^[+-]?\d+$/.test(value))
        problems.push(
          `values[${i}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
        );
    }
  } else {
    problems.push(
      `operator: Unsupported value: ${JSON.stringify(operator)}: supported values: "!", "!=", "=", "==", "exists", "gt", "in", "lt", "notin"`,
    );
  }
  for (const [i, value] of values.entries()) {
    const errors = isLabelValue(value);
    if (errors.length > 0)
      problems.push(`values[${i}][${key}]: Invalid value: ${JSON.stringify(value)}: ${errors.join('; ')}`);
  }
  if (problems.length > 0) throw new Error(problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`);
  return { key, operator, values: [...new Set(values)].toSorted() };
}

export function matchesLabels(selector: Selector, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (selector.nothing) return false;
  for (const requirement of selector.requirements) if (!matchesRequirement(requirement, labels)) return false;
  return true;
}

export function matchesRequirement(
  requirement: Requirement,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const value = labels && Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && requirement.values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      if (value === undefined || !/^[+-]?\d+$/.test(value)) return false;
      const bound = Number(requirement.values[0]);
      return requirement.operator === 'gt' ? Number(value) > bound : Number(value) < bound;
    }
  }
}

/** As `kubectl` and the API print it: `a=b,c in (x,y),!d`. */
export function formatSelector(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    case 'gt':
      return `${key}>${values[0]}`;
    case 'lt':
      return `${key}<${values[0]}`;
    default:
      return `${key}${operator}${values[0] ?? ''}`;
  }
}

const converted = new WeakMap<object, Selector>();

/** An absent selector selects nothing, an empty one everything. Frozen selectors are converted once. */
export function selectorFromLabelSelector(selector: LabelSelector | null | undefined): Selector {
  if (!selector) return nothing;
  const known = converted.get(selector);
  if (known) return known;
  const result = convert(selector);
  if (Object.isFrozen(selector)) converted.set(selector, result);
  return result;
}

const EXPRESSION: Record<string, Operator> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' };

function convert(selector: LabelSelector): Selector {
  const requirements: Requirement[] = [];
  for (const [key, value] of Object.entries(selector.matchLabels ?? {}))
    requirements.push({ key, operator: '=', values: [value] });
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const known = EXPRESSION[operator];
    if (!known) throw new Error(`"${operator}" is not a valid label selector operator`);
    requirements.push(newRequirement(key, known, values ?? []));
  }
  requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { requirements };
}

/** metav1.FormatLabelSelector: `<none>` when there is nothing to say. */
export function formatLabelSelector(selector: LabelSelector | null | undefined): string {
  if (!selector) return '<none>';
  try {
    return formatSelector(convert(selector)) || '<none>';
  } catch {
    return '<error>';
  }
}

/** labels.FormatLabels: `a=b,c=d` in order of keys, `<none>` when empty. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const text = Object.keys(labels ?? {})
    .toSorted()
    .map((key) => `${key}=${labels?.[key]}`)
    .join(',');
  return text || '<none>';
}
