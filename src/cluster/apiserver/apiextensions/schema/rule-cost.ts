/**
 * What a rule may cost at most, by what its schema allows (cel-go/checker/cost.go, apiserver/pkg/cel/common/schemas.go,
 * apiextensions validation.go getExpressionCost): rules over lists without limits are refused before they run.
 * Simplified: a lower bound of upstream's estimate, so only what exceeds the budget a hundredfold is refused.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { environment } from '../../cel/environment.ts';
import { escapeName } from '../../cel/names.ts';
import { type Schema, itemsOf, valuesOf } from '../types.ts';

/** Of one rule (StaticEstimatedCostLimit). */
const BUDGET = 10_000_000;
const FAR = 100;
/** Bytes of a request, which bound whatever has no limit of its own. */
const REQUEST = 3 * 1024 * 1024;
/** Of walking over a text, and of a regular expression's length. */
const TEXT = 0.1;
const PATTERN = 0.25;

/** How many values a schema stands for: `unbounded` below a list or map without a limit. */
export type Cardinality = number | 'unbounded';

interface Estimate {
  cost: number;
  schema?: Schema | undefined;
  /** Characters of a literal. */
  literal?: number;
}

type Scope = Readonly<Record<string, Schema | undefined>>;

export function isFarTooCostly(rule: string, schema: Schema, cardinality: Cardinality): boolean {
  let ast: ASTNode;
  try {
    ({ ast } = environment().parse(rule));
  } catch {
    return false;
  }
  const times = cardinality === 'unbounded' ? REQUEST / (leastSize(schema) + 1) : cardinality;
  return estimate(ast, { self: schema, oldSelf: schema }).cost * times > BUDGET * FAR;
}

/** How often the values of `child` come where `schema` comes `times` often. */
export function cardinalityBelow(schema: Schema, child: Schema, times: Cardinality): Cardinality {
  const limit = child === itemsOf(schema) ? schema.maxItems : child === valuesOf(schema) ? schema.maxProperties : 1;
  return times === 'unbounded' || limit === undefined ? 'unbounded' : times * limit;
}

/** The shortest that a value of the schema can be as JSON. */
function leastSize(schema: Schema): number {
  switch (schema.type) {
    case 'string':
      return 2 + (schema.minLength ?? 0);
    case 'boolean':
      return 4;
    case 'object': {
      const required = Object.entries(schema.properties ?? {}).filter(
        ([key, one]) => schema.required?.includes(key) && one.default === undefined,
      );
      return required.reduce((size, [key, one]) => size + key.length + 4 + leastSize(one), 2);
    }
    case 'array':
      return 2;
    default:
      return 1;
  }
}

function lengthOf(schema: Schema | undefined): number {
  if (!schema) return 0;
  const items = itemsOf(schema);
  if (items) return schema.maxItems ?? Math.floor((REQUEST - 2) / (leastSize(items) + 1));
  const values = valuesOf(schema);
  return values ? (schema.maxProperties ?? Math.floor((REQUEST - 2) / (leastSize(values) + 6))) : 0;
}

/** Characters of a text at most: four bytes each may have. 0 of what is none. */
function textLength({ schema, literal }: Estimate): number {
  if (literal !== undefined) return literal;
  if (schema?.type !== 'string') return 0;
  if (schema.enum) return Math.max(0, ...schema.enum.map((one) => String(one).length));
  if (schema.format === 'date') return 10;
  if (schema.format === 'date-time') return 20;
  return schema.maxLength === undefined ? REQUEST - 2 : schema.maxLength * 4;
}

function estimate(node: ASTNode, scope: Scope): Estimate {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'string' ? { cost: 0, literal: node.args.length } : { cost: 0 };
    case 'id':
      return { cost: 1, schema: Object.hasOwn(scope, node.args) ? scope[node.args] : undefined };
    case '.':
    case '.?': {
      const { cost, schema } = estimate(node.args[0], scope);
      return { cost: cost + 1, schema: schema && fieldOf(schema, node.args[1]) };
    }
    case '[]':
    case '[?]': {
      const [operand, key] = node.args.map((one) => estimate(one, scope));
      const { schema } = operand!;
      return { cost: operand!.cost + key!.cost + 1, schema: schema && (itemsOf(schema) ?? valuesOf(schema)) };
    }
    case 'rcall':
      return method(node, scope);
    case 'call':
      // Nothing bounds a text that is made of something else.
      if (node.args[0] === 'string') return { cost: others(node, scope), literal: Infinity };
      return { cost: others(node, scope) };
    case '+': {
      const sides = node.args.map((one) => estimate(one, scope));
      const literal = sides.reduce((total, one) => total + textLength(one), 0);
      const cost = sides.reduce((total, one) => total + one.cost, Math.max(Math.ceil(literal * TEXT), 1));
      return literal > 0 ? { cost, literal } : { cost };
    }
    default:
      return { cost: others(node, scope) };
  }
}

function fieldOf(schema: Schema, field: string): Schema | undefined {
  const found = Object.entries(schema.properties ?? {}).find(([key]) => escapeName(key) === field);
  return found?.[1] ?? valuesOf(schema);
}

const sum = (nodes: readonly ASTNode[], scope: Scope): number =>
  nodes.reduce((total, one) => total + estimate(one, scope).cost, 0);

function others(node: ASTNode, scope: Scope): number {
  switch (node.op) {
    case 'call':
      return 1 + sum(node.args[1], scope);
    case 'list':
      return sum(node.args, scope);
    case 'map':
      return sum(node.args.flat(), scope);
    case '!_':
    case '-_':
      return 1 + estimate(node.args, scope).cost;
    case '?:':
      return sum([node.args[0]], scope) + Math.max(...node.args.slice(1).map((one) => estimate(one, scope).cost));
    default: {
      const sides = (node.args as unknown as readonly ASTNode[]).map((one) => estimate(one, scope));
      const cost = sides.reduce((total, one) => total + one.cost, 0);
      if (node.op === 'in') return cost + Math.max(lengthOf(itemsOf(sides[1]?.schema ?? {}) && sides[1]?.schema), 1);
      const compared = node.op === '==' || node.op === '!=';
      const least = compared ? Math.min(...sides.map(textLength)) : 0;
      return cost + Math.max(Math.ceil(least * TEXT), 1);
    }
  }
}

const LOOPS = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter', 'sortBy', 'transformList']);
const WALKS = new Set(['isSorted', 'sum', 'min', 'max', 'indexOf', 'lastIndexOf']);
const MATCHES = new Set(['matches', 'find', 'findAll']);

function method(node: Extract<ASTNode, { op: 'rcall' }>, scope: Scope): Estimate {
  const [name, receiver, args] = node.args;
  const on = estimate(receiver, scope);
  const items = on.schema && itemsOf(on.schema);
  if (LOOPS.has(name) && args.length > 1) {
    const variables = args.slice(0, -1).filter((one) => one.op === 'id');
    // Of two variables the second is the element.
    const inner = { ...scope };
    for (const [i, variable] of variables.entries()) {
      const isElement = i === variables.length - 1;
      inner[String(variable.args)] = isElement
        ? (items ?? (i > 0 ? on.schema && valuesOf(on.schema) : undefined))
        : undefined;
    }
    const body = sum(args.slice(variables.length), inner);
    const schema = name === 'filter' || name === 'sortBy' ? on.schema : undefined;
    return { cost: on.cost + lengthOf(on.schema) * (body + 1), schema };
  }
  const given = args.map((one) => estimate(one, scope));
  const cost = on.cost + given.reduce((total, one) => total + one.cost, 0) + 1;
  if (MATCHES.has(name)) {
    const pattern = Math.ceil((given[0]?.literal ?? 1) * PATTERN);
    return { cost: cost + Math.ceil(textLength(on) * TEXT) * pattern };
  }
  if (name === 'contains')
    return { cost: cost + Math.ceil(textLength(on) * TEXT) * Math.ceil((given[0]?.literal ?? 1) * TEXT) };
  return { cost: WALKS.has(name) && items ? cost + lengthOf(on.schema) : cost };
}
