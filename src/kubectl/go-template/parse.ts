/** Go template text → nodes (text/template/parse, the part of it that `go-template.ts` runs). */
import { CommandError } from '../errors.ts';
import { FUNCTIONS } from './functions.ts';

export type Operand =
  | { type: 'constant'; value: unknown }
  | { type: 'function'; name: string }
  | { type: 'dot'; fields: string[] }
  | { type: 'variable'; name: string; fields: string[] }
  | { type: 'pipeline'; pipeline: Pipeline; fields: string[] };

export type Command = Operand[];
export interface Pipeline {
  variables: string[];
  commands: Command[];
}

export type TemplateNode =
  | { type: 'text'; text: string }
  | { type: 'action'; pipeline: Pipeline }
  | { type: 'if' | 'with' | 'range'; pipeline: Pipeline; body: TemplateNode[]; otherwise: TemplateNode[] };

type Piece = { type: 'text'; text: string } | { type: 'action'; words: string[] };

const fail = (message: string): never => {
  throw new CommandError(`template: output:1: ${message}`);
};

export function parseGoTemplate(text: string): TemplateNode[] {
  const pieces = split(text);
  const { nodes, end } = block(pieces, 0, false);
  return end < pieces.length ? fail('unexpected {{end}}') : nodes;
}

function split(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
  for (;;) {
    const open = rest.indexOf('{{');
    if (open < 0) break;
    const trimLeft = /^\{\{-\s/.test(rest.slice(open));
    const before = rest.slice(0, open);
    pieces.push({ type: 'text', text: trimLeft ? before.trimEnd() : before });
    const { body, after } = action(rest.slice(open + 2 + (trimLeft ? 1 : 0)));
    const trimRight = /\s-$/.test(body);
    const inner = trimRight ? body.slice(0, -1) : body;
    if (!inner.trim().startsWith('/*')) pieces.push({ type: 'action', words: words(inner) });
    rest = trimRight ? after.trimStart() : after;
  }
  pieces.push({ type: 'text', text: rest });
  return pieces.filter((piece) => piece.type === 'action' || piece.text !== '');
}

/** Up to the closing braces that stand in no string. */
function action(text: string): { body: string; after: string } {
  const match = /^((?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|(?!\}\})[^"`])*)\}\}/s.exec(text);
  if (!match) return fail('unclosed action');
  return { body: match[1]!, after: text.slice(match[0].length) };
}

function words(body: string): string[] {
  const found =
    body.match(/"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'|:=|=|\||,|\(|\)(?:\.[\w.]+)?|[^\s()|,"`]+/g) ?? [];
  return [...found];
}

function block(pieces: readonly Piece[], from: number, nested: boolean): { nodes: TemplateNode[]; end: number } {
  const nodes: TemplateNode[] = [];
  let at = from;
  while (at < pieces.length) {
    const piece = pieces[at]!;
    if (piece.type === 'text') nodes.push(piece);
    else {
      const [keyword = '', ...rest] = piece.words;
      if (keyword === 'end' || keyword === 'else') return { nodes, end: at };
      if (keyword === 'if' || keyword === 'with' || keyword === 'range') {
        const control = controlled(pieces, at, keyword, rest);
        nodes.push(control.node);
        at = control.end;
      } else nodes.push({ type: 'action', pipeline: pipeline(piece.words) });
    }
    at++;
  }
  if (nested) fail('unexpected EOF');
  return { nodes, end: at };
}

function controlled(
  pieces: readonly Piece[],
  from: number,
  type: 'if' | 'with' | 'range',
  head: string[],
): { node: TemplateNode; end: number } {
  const body = block(pieces, from + 1, true);
  const stop = pieces[body.end];
  const elseWords = stop?.type === 'action' && stop.words[0] === 'else' ? stop.words.slice(1) : undefined;
  if (!elseWords) return { node: { type, pipeline: pipeline(head), body: body.nodes, otherwise: [] }, end: body.end };
  const [again, ...rest] = elseWords;
  if (again === 'if' || again === 'with') {
    const inner = controlled(pieces, body.end, again, rest);
    return { node: { type, pipeline: pipeline(head), body: body.nodes, otherwise: [inner.node] }, end: inner.end };
  }
  const otherwise = block(pieces, body.end + 1, true);
  return { node: { type, pipeline: pipeline(head), body: body.nodes, otherwise: otherwise.nodes }, end: otherwise.end };
}

function pipeline(all: string[]): Pipeline {
  const assign = all.findIndex((word) => word === ':=' || word === '=');
  const variables = assign < 0 ? [] : all.slice(0, assign).filter((word) => word !== ',');
  const rest = all.slice(assign + 1);
  if (rest.length === 0) fail('missing value for command');
  return { variables, commands: commands(rest) };
}

function commands(list: string[]): Command[] {
  const result: Command[] = [[]];
  for (let at = 0; at < list.length; at++) {
    const word = list[at]!;
    if (word === '|') result.push([]);
    else if (word === '(') {
      const close = matching(list, at);
      const fields = list[close]!.slice(1).split('.').filter(Boolean);
      result.at(-1)!.push({ type: 'pipeline', pipeline: pipeline(list.slice(at + 1, close)), fields });
      at = close;
    } else result.at(-1)!.push(operand(word));
  }
  return result;
}

function matching(list: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < list.length; at++) {
    if (list[at] === '(') depth++;
    else if (list[at]!.startsWith(')') && --depth === 0) return at;
  }
  return fail('unclosed left paren');
}

function operand(word: string): Operand {
  if (word.startsWith('"')) return { type: 'constant', value: JSON.parse(word) as string };
  if (word.startsWith('`')) return { type: 'constant', value: word.slice(1, -1) };
  if (/^[+-]?[\d.]*\d/.test(word) && !Number.isNaN(Number(word))) return { type: 'constant', value: Number(word) };
  if (word === 'true' || word === 'false') return { type: 'constant', value: word === 'true' };
  if (word === 'nil') return { type: 'constant', value: null };
  if (word.startsWith('.')) return { type: 'dot', fields: word.slice(1).split('.').filter(Boolean) };
  if (word.startsWith('$')) {
    const [name = '$', ...fields] = word.split('.');
    return { type: 'variable', name, fields };
  }
  return FUNCTIONS[word] ? { type: 'function', name: word } : fail(`function ${JSON.stringify(word)} not defined`);
}
