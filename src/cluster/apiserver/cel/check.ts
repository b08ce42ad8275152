/**
 * Type checking of a parsed expression, with cel-go's words (cel-go/checker/checker.go). The library that parses and
 * evaluates checks types too, but knows no schemas that refer to themselves and words things its own way.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { NAMESPACES, type Overload, functions } from './declarations.ts';
import {
  BOOL,
  BYTES,
  type Bindings,
  DOUBLE,
  DYN,
  INT,
  NULL,
  STRING,
  type Type,
  UINT,
  formatType,
  isAssignable,
  isDyn,
  join,
  listOf,
  mapOf,
  optionalOf,
  substitute,
} from './types.ts';

export interface Issue {
  /** Of the place in the expression, in code units. */
  offset: number;
  message: string;
}

export type Scope = Readonly<Record<string, Type>>;

const BINARY: Readonly<Record<string, string>> = {
  '==': '_==_',
  '!=': '_!=_',
  '<': '_<_',
  '<=': '_<=_',
  '>': '_>_',
  '>=': '_>=_',
  '+': '_+_',
  '-': '_-_',
  '*': '_*_',
  '/': '_/_',
  '%': '_%_',
  in: '@in',
};

const COMPREHENSIONS = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter', 'sortBy']);
/** With two variables: index and element, or key and value. */
const PAIRED = new Set([
  'all',
  'exists',
  'exists_one',
  'existsOne',
  'transformList',
  'transformMap',
  'transformMapEntry',
]);
const TYPE_NAMES = new Set(['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type']);

export function check(ast: ASTNode, source: string, scope: Scope): { type: Type; issues: Issue[] } {
  const checker = new Checker(source);
  return { type: checker.of(ast, scope), issues: checker.issues };
}

class Checker {
  readonly issues: Issue[] = [];
  constructor(private readonly source: string) {}

  of(node: ASTNode, scope: Scope): Type {
    switch (node.op) {
      case 'value':
        return literalType(node.args);
      case 'id':
        return this.identifier(node.args, node.start, scope);
      case '.':
      case '.?':
        return this.select(node, scope);
      case '[]':
      case '[?]':
        return this.index(node, scope);
      case 'call':
        return this.call(node, scope);
      case 'rcall':
        return this.method(node, scope);
      case 'list':
        return listOf(this.joined(node.args, scope));
      case 'map':
        return mapOf(
          this.joined(
            node.args.map(([, value]) => value),
            scope,
          ),
          this.joined(
            node.args.map(([key]) => key),
            scope,
          ),
        );
      case '?:':
        return this.conditional(node.args, scope);
      case '||':
      case '&&':
        return this.logical(node, scope);
      case '!_':
        return this.resolve('!_', undefined, [this.of(node.args, scope)], node.start);
      case '-_':
        return this.resolve('-_', undefined, [this.of(node.args, scope)], node.start);
      default:
        return this.binary(node as ASTNode & { args: [ASTNode, ASTNode] }, scope);
    }
  }

  private report(offset: number, message: string): Type {
    this.issues.push({ offset, message });
    return DYN;
  }

  private identifier(name: string, offset: number, scope: Scope): Type {
    if (Object.hasOwn(scope, name)) return scope[name]!;
    if (TYPE_NAMES.has(name)) return { kind: 'type' };
    return this.report(offset, `undeclared reference to '${name}' (in container '')`);
  }

  private select(node: Extract<ASTNode, { op: '.' | '.?' }>, scope: Scope): Type {
    const [operand, field] = node.args;
    const given = this.of(operand, scope);
    const optional = node.op === '.?' || given.kind === 'optional';
    const from = given.kind === 'optional' ? given.of : given;
    const offset = this.source.lastIndexOf('.', node.end - field.length);
    const type = this.field(from, field, offset);
    return optional ? optionalOf(type) : type;
  }

  private field(from: Type, field: string, offset: number): Type {
    if (from.kind === 'map') return from.value;
    if (from.kind === 'object') return from.field(field) ?? this.report(offset, `undefined field '${field}'`);
    if (isDyn(from)) return DYN;
    return this.report(offset, `type '${formatType(from)}' does not support field selection`);
  }

  private index(node: Extract<ASTNode, { op: '[]' | '[?]' }>, scope: Scope): Type {
    const [operand, key] = node.args;
    const given = this.of(operand, scope);
    const by = this.of(key, scope);
    const from = given.kind === 'optional' ? given.of : given;
    const offset = this.source.indexOf('[', operand.end);
    const found = this.element(from, by, offset);
    return node.op === '[?]' || given.kind === 'optional' ? optionalOf(found) : found;
  }

  private element(from: Type, by: Type, offset: number): Type {
    if (isDyn(from)) return DYN;
    if (from.kind === 'list' && isAssignable(INT, by, new Map())) return from.of;
    if (from.kind === 'map' && isAssignable(from.key, by, new Map())) return from.value;
    const types = `(${formatType(from)}, ${formatType(by)})`;
    return this.report(offset, `found no matching overload for '_[_]' applied to '${types}'`);
  }

  private joined(nodes: readonly ASTNode[], scope: Scope): Type {
    const types = nodes.map((node) => this.of(node, scope));
    return types.length === 0 ? DYN : types.reduce(join);
  }

  private conditional([test, yes, no]: [ASTNode, ASTNode, ASTNode], scope: Scope): Type {
    const condition = this.of(test, scope);
    const [a, b] = [this.of(yes, scope), this.of(no, scope)];
    const types = `(${[condition, a, b].map(formatType).join(', ')})`;
    const fits =
      isAssignable(BOOL, condition, new Map()) && (isAssignable(a, b, new Map()) || isAssignable(b, a, new Map()));
    if (fits) return join(a, b);
    return this.report(
      this.source.indexOf('?', test.end),
      `found no matching overload for '_?_:_' applied to '${types}'`,
    );
  }

  private logical(node: Extract<ASTNode, { op: '||' | '&&' }>, scope: Scope): Type {
    for (const side of node.args) {
      const type = this.of(side, scope);
      if (!isAssignable(BOOL, type, new Map()))
        this.report(side.start, `expected type 'bool' but found '${formatType(type)}'`);
    }
    return BOOL;
  }

  private binary({ op, args: [left, right] }: ASTNode & { args: [ASTNode, ASTNode] }, scope: Scope): Type {
    const types = [this.of(left, scope), this.of(right, scope)];
    const offset = this.source.indexOf(op, left.end);
    return this.resolve(BINARY[op] ?? op, undefined, types, offset);
  }

  private call(node: Extract<ASTNode, { op: 'call' }>, scope: Scope): Type {
    const [name, args] = node.args;
    const offset = this.source.indexOf('(', node.start);
    if (name === 'has' && args.length === 1) {
      const [field] = args;
      if (field?.op !== '.') return this.report(offset, 'invalid argument to has() macro');
      this.of(field, scope);
      return BOOL;
    }
    return this.resolve(
      name,
      undefined,
      args.map((arg) => this.of(arg, scope)),
      offset,
    );
  }

  private method(node: Extract<ASTNode, { op: 'rcall' }>, scope: Scope): Type {
    const [name, receiver, args] = node.args;
    const offset = this.source.indexOf('(', this.source.indexOf(name, receiver.end));
    const space = receiver.op === 'id' && NAMESPACES.has(receiver.args) && !Object.hasOwn(scope, receiver.args);
    if (space) return this.namespaced(`${receiver.args}.${name}`, args, scope, offset);
    const on = this.of(receiver, scope);
    const paired = PAIRED.has(name) && args.length > 2;
    if (paired) return this.paired(name, on, args, scope, receiver.start);
    if (COMPREHENSIONS.has(name) && args.length > 1) return this.comprehension(name, on, args, scope, receiver.start);
    if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2 && args[0]?.op === 'id') {
      const inner = this.of(args[1]!, { ...scope, [args[0].args]: on.kind === 'optional' ? on.of : DYN });
      return name === 'optMap' ? optionalOf(inner) : inner;
    }
    return this.resolve(
      name,
      on,
      args.map((arg) => this.of(arg, scope)),
      offset,
    );
  }

  private namespaced(name: string, args: readonly ASTNode[], scope: Scope, offset: number): Type {
    if (name === 'cel.bind' && args.length === 3 && args[0]?.op === 'id') {
      return this.of(args[2]!, { ...scope, [args[0].args]: this.of(args[1]!, scope) });
    }
    return this.resolve(
      name,
      undefined,
      args.map((arg) => this.of(arg, scope)),
      offset,
    );
  }

  private range(on: Type, offset: number): void {
    if (on.kind === 'list' || on.kind === 'map' || isDyn(on)) return;
    const text = `expression of type '${formatType(on)}' cannot be range of a comprehension (must be list, map, or dynamic)`;
    this.report(offset, text);
  }

  private predicate(type: Type, node: ASTNode): void {
    if (isAssignable(BOOL, type, new Map())) return;
    this.report(node.start, `expected type 'bool' but found '${formatType(type)}'`);
  }

  private paired(name: string, on: Type, args: readonly ASTNode[], scope: Scope, offset: number): Type {
    this.range(on, offset);
    const [key, value] = on.kind === 'list' ? [INT, on.of] : on.kind === 'map' ? [on.key, on.value] : [DYN, DYN];
    const [first, second, ...bodies] = args;
    const inner = { ...scope };
    if (first?.op === 'id') inner[first.args] = key;
    if (second?.op === 'id') inner[second.args] = value;
    const types = bodies.map((body) => this.of(body, inner));
    const predicates = name.startsWith('transform') ? types.slice(0, -1) : types;
    for (const [i, type] of predicates.entries()) this.predicate(type, bodies[i]!);
    const result = types.at(-1) ?? DYN;
    if (name === 'transformList') return listOf(result);
    if (name === 'transformMap') return mapOf(result, key);
    return name === 'transformMapEntry' ? result : BOOL;
  }

  private comprehension(name: string, on: Type, args: readonly ASTNode[], scope: Scope, offset: number): Type {
    const element = on.kind === 'list' ? on.of : on.kind === 'map' ? on.key : DYN;
    this.range(on, offset);
    const [variable, ...bodies] = args;
    const inner = variable?.op === 'id' ? { ...scope, [variable.args]: element } : scope;
    const types = bodies.map((body) => this.of(body, inner));
    const predicates = name === 'map' ? types.slice(0, -1) : name === 'sortBy' ? [] : types;
    for (const [i, type] of predicates.entries()) this.predicate(type, bodies[i]!);
    if (name === 'filter' || name === 'sortBy') return listOf(element);
    return name === 'map' ? listOf(types.at(-1) ?? DYN) : BOOL;
  }

  private resolve(name: string, receiver: Type | undefined, args: readonly Type[], offset: number): Type {
    const candidates = (functions.get(name) ?? []).filter(
      (one) => (one.receiver === undefined) === (receiver === undefined),
    );
    if (candidates.length === 0) return this.report(offset, `undeclared reference to '${name}' (in container '')`);
    const fitting = candidates.filter((one) => fits(one, receiver, args));
    const results = fitting.map((one) => resultOf(one, receiver, args));
    if (results.length > 0) return results.reduce((a, b) => (formatType(a) === formatType(b) ? a : DYN));
    const shown = `(${args.map(formatType).join(', ')})`;
    const types = receiver ? `${formatType(receiver)}.${shown}` : shown;
    return this.report(offset, `found no matching overload for '${name}' applied to '${types}'`);
  }
}

function fits(
  overload: Overload,
  receiver: Type | undefined,
  args: readonly Type[],
  bound: Bindings = new Map(),
): boolean {
  if (overload.args.length !== args.length) return false;
  if (receiver && !isAssignable(overload.receiver!, receiver, bound)) return false;
  return overload.args.every((wanted, i) => isAssignable(wanted, args[i]!, bound));
}

function resultOf(overload: Overload, receiver: Type | undefined, args: readonly Type[]): Type {
  const bound: Bindings = new Map();
  fits(overload, receiver, args, bound);
  return substitute(overload.result, bound);
}

function literalType(value: unknown): Type {
  if (value === null) return NULL;
  if (typeof value === 'bigint') return INT;
  if (typeof value === 'number') return DOUBLE;
  if (typeof value === 'boolean') return BOOL;
  if (value instanceof Uint8Array) return BYTES;
  return typeof value === 'string' ? STRING : UINT;
}
