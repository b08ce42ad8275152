/** JSONPath as `kubectl -o jsonpath` runs it (client-go/util/jsonpath/jsonpath.go): nodes over decoded JSON. */
import { JSONPathError } from './error.ts';
import { goJSON, goValue } from '../go-format.ts';
import { compare } from './compare.ts';
import { type Bound, type ListNode, type Node, parseTemplate } from './parse.ts';

export interface JSONPathOptions {
  /** Fields that do not exist give nothing instead of an error. */
  allowMissingKeys?: boolean;
}

export class JSONPath {
  private readonly root: ListNode;
  /** Throws the parser's complaint, e.g. 'unclosed action'. */
  constructor(
    template: string,
    private readonly options: JSONPathOptions = {},
  ) {
    this.root = parseTemplate(template);
  }

  /** Throws JSONPathError when the path does not fit the object. One list of results for every node of the template. */
  find(data: unknown): unknown[][] {
    return new Walk(this.options.allowMissingKeys ?? false).nodes(this.root.nodes, data);
  }

  /** The text of all results: those of one node with spaces between. */
  execute(data: unknown): string {
    return this.find(data)
      .map((results) => results.map(resultText).join(' '))
      .join('');
  }

  /** `-o jsonpath-as-json`: each node's results as an indented array. */
  executeAsJSON(data: unknown): string {
    return this.find(data)
      .map((results) => `${goJSON(results, '    ')}\n`)
      .join('');
  }
}

function resultText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'object' ? goJSON(value) : goValue(value);
}

/** One run; ranges need a state, as in the original. */
class Walk {
  private beginRange = 0;
  private inRange = 0;
  private endRange = 0;
  private lastEnd: Node | undefined;
  constructor(private readonly allowMissingKeys: boolean) {}

  nodes(nodes: readonly Node[], data: unknown): unknown[][] {
    const full: unknown[][] = [];
    for (let i = 0; i < nodes.length; i++) {
      const results = this.walk([data], nodes[i]!);
      if (this.endRange > 0 && this.endRange <= this.inRange) {
        this.endRange--;
        this.lastEnd = nodes[i];
        break;
      }
      if (this.beginRange === 0) {
        full.push(results);
        continue;
      }
      this.beginRange--;
      this.inRange++;
      const body = nodes.slice(i + 1);
      for (const value of results) full.push(...this.nodes(body, value));
      // The body is walked even for no results, to find its end.
      if (results.length === 0) this.nodes(body, undefined);
      this.inRange--;
      const end = this.lastEnd ? nodes.indexOf(this.lastEnd, i + 1) : -1;
      if (end >= 0) i = end;
    }
    return full;
  }

  private walk(input: unknown[], node: Node): unknown[] {
    switch (node.type) {
      case 'list':
        return node.nodes.reduce((current, one) => this.walk(current, one), input);
      case 'text':
        return [node.text];
      case 'constant':
        return input.map(() => node.value);
      case 'field':
        return this.field(input, node.name);
      case 'array':
        return input.flatMap((value) => slice(value, node.bounds));
      case 'filter':
        return input.flatMap((value) => this.filter(value, node));
      case 'wildcard':
        return input.flatMap(children);
      case 'recursive':
        return descend(input);
      case 'union':
        return node.lists.flatMap((list) => this.walk(input, list));
      case 'identifier':
        return this.identifier(input, node.name);
    }
  }

  private identifier(input: unknown[], name: string): unknown[] {
    if (name === 'range') {
      this.beginRange++;
      return input;
    }
    if (name !== 'end') throw new JSONPathError(`unrecognized identifier ${name}`);
    if (this.endRange >= this.inRange) throw new JSONPathError('not in range, nothing to end');
    this.endRange++;
    return [];
  }

  private field(input: unknown[], name: string): unknown[] {
    if (input.length === 0) return [];
    const results = input
      .filter((value) => isObject(value) && Object.hasOwn(value, name))
      .map((value) => (value as Record<string, unknown>)[name]);
    if (results.length === 0 && !this.allowMissingKeys) throw new JSONPathError(`${name} is not found`);
    return results;
  }

  private filter(value: unknown, node: Extract<Node, { type: 'filter' }>): unknown[] {
    if (!Array.isArray(value))
      throw new JSONPathError(`${goValue(value)} is not array or slice and cannot be filtered`);
    return value.filter((item) => {
      if (node.operator === 'exists') return this.exists(item, node.left);
      const lefts = this.walk([item], node.left);
      if (lefts.length === 0) return false;
      const rights = this.walk([item], node.right);
      if (rights.length === 0) return false;
      if (lefts.length > 1 || rights.length > 1) throw new JSONPathError('can only compare one element at a time');
      return compare(lefts[0], node.operator, rights[0]);
    });
  }

  private exists(item: unknown, path: ListNode): boolean {
    try {
      return this.walk([item], path).length > 0;
    } catch {
      return false;
    }
  }
}

function slice(value: unknown, [from, to, step]: readonly [Bound, Bound, Bound]): unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new JSONPathError(`${goType(value)} is not array or slice`);
  const length = value.length;
  let start = from.known ? from.value : 0;
  if (start < 0) start += length;
  let end = to.known ? to.value : length;
  if (end < 0 || (end === 0 && to.derived)) end += length;
  if (start === end) return [];
  if (start >= length || start < 0)
    throw new JSONPathError(`array index out of bounds: index ${start}, length ${length}`);
  if (end > length || end < 0) throw new JSONPathError(`array index out of bounds: index ${end - 1}, length ${length}`);
  if (start > end) throw new JSONPathError(`starting index ${start} is greater than ending index ${end}`);
  if (step.known && step.value <= 0) throw new JSONPathError('step must be > 0');
  const by = step.known ? step.value : 1;
  return value.slice(start, end).filter((_, index) => index % by === 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => value[key]);
}

function descend(input: unknown[]): unknown[] {
  return input.flatMap((value) => {
    const inner = children(value);
    return inner.length === 0 ? [] : [value, ...descend(inner)];
  });
}

function goType(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return 'map[string]interface {}';
}
