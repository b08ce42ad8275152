/** `-o go-template`: the part of Go's text/template that one-liners use (actions, pipelines, if, range, with, variables). */
import { CommandError } from '../errors.ts';
import { goValue } from '../../api/go-format.ts';
import { FUNCTIONS, isTrue } from './functions.ts';
import { type Command, parseGoTemplate, type Operand, type Pipeline, type TemplateNode } from './parse.ts';

const NO_VALUE = Symbol('no value');
type Control = Exclude<TemplateNode, { type: 'text' } | { type: 'action' }>;
type Scope = Map<string, unknown>;

export class GoTemplate {
  private readonly nodes: readonly TemplateNode[];
  /** Throws the parser's complaint: 'template: output:1: unclosed action'. */
  constructor(
    text: string,
    private readonly options: { allowMissingKeys: boolean },
  ) {
    this.nodes = parseGoTemplate(text);
  }

  execute(data: unknown): string {
    return this.run(this.nodes, data, new Map([['$', data]]));
  }

  private run(nodes: readonly TemplateNode[], dot: unknown, scope: Scope): string {
    return nodes.map((node) => this.node(node, dot, scope)).join('');
  }

  private node(node: TemplateNode, dot: unknown, scope: Scope): string {
    if (node.type === 'text') return node.text;
    if (node.type === 'range') return this.range(node, dot, scope);
    const inner = node.type === 'action' ? scope : new Map(scope);
    const value = this.pipeline(node.pipeline, dot, inner);
    if (node.type === 'action') {
      if (node.pipeline.variables.length > 0) return '';
      return value === NO_VALUE || value === undefined || value === null ? '<no value>' : goValue(value);
    }
    if (isTrue(value === NO_VALUE ? undefined : value))
      return this.run(node.body, node.type === 'with' ? value : dot, inner);
    return this.run(node.otherwise, dot, inner);
  }

  private range(node: Control, dot: unknown, scope: Scope): string {
    const value = this.evaluate(node.pipeline, dot, scope);
    const entries = pairs(value === NO_VALUE ? undefined : value);
    if (entries.length === 0) return this.run(node.otherwise, dot, scope);
    return entries
      .map(([key, item]) => {
        const inner = new Map(scope);
        const names = node.pipeline.variables;
        if (names.length === 1) inner.set(names[0]!, item);
        if (names.length === 2) inner.set(names[0]!, key).set(names[1]!, item);
        return this.run(node.body, item, inner);
      })
      .join('');
  }

  private pipeline(pipeline: Pipeline, dot: unknown, scope: Scope): unknown {
    const value = this.evaluate(pipeline, dot, scope);
    for (const name of pipeline.variables) scope.set(name, value);
    return value;
  }

  private evaluate(pipeline: Pipeline, dot: unknown, scope: Scope): unknown {
    let value: unknown = NO_VALUE;
    pipeline.commands.forEach((command, index) => {
      value = this.command(command, dot, scope, index === 0 ? [] : [value]);
    });
    return value;
  }

  private command(command: Command, dot: unknown, scope: Scope, piped: unknown[]): unknown {
    const [first, ...rest] = command;
    if (first?.type !== 'function') return this.operand(first!, dot, scope);
    const call = FUNCTIONS[first.name]!;
    const values = [...rest.map((operand) => this.operand(operand, dot, scope)), ...piped];
    return call(...values.map((value) => (value === NO_VALUE ? undefined : value)));
  }

  private operand(operand: Operand, dot: unknown, scope: Scope): unknown {
    switch (operand.type) {
      case 'constant':
        return operand.value;
      case 'function':
        return FUNCTIONS[operand.name]!();
      case 'dot':
        return this.fields(dot, operand.fields);
      case 'variable':
        return this.fields(scope.get(operand.name), operand.fields);
      case 'pipeline':
        return this.fields(this.pipeline(operand.pipeline, dot, scope), operand.fields);
    }
  }

  private fields(start: unknown, names: readonly string[]): unknown {
    let value = start;
    for (const name of names) {
      if (value === NO_VALUE || value === undefined || value === null) return NO_VALUE;
      if (typeof value !== 'object' || Array.isArray(value)) {
        throw new CommandError(`template: output:1: can't evaluate field ${name} in type interface {}`);
      }
      const next = (value as Record<string, unknown>)[name];
      if (next === undefined && !this.options.allowMissingKeys) {
        throw new CommandError(`template: output:1: map has no entry for key ${JSON.stringify(name)}`);
      }
      value = next === undefined ? NO_VALUE : next;
    }
    return value;
  }
}

/** Lists by index, maps by sorted key, numbers count. */
function pairs(value: unknown): [unknown, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (typeof value === 'number') return Array.from({ length: value }, (_, index) => [index, index]);
  if (typeof value !== 'object' || value === null) {
    if (value === null || value === undefined) return [];
    throw new CommandError(`range can't iterate over ${goValue(value)}`);
  }
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
