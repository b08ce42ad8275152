/** Compound commands (POSIX XCU 2.9.4), `[[ … ]]`, `(( … ))` and functions. */
import type { Command, Script, Word } from './ast.ts';
import type { Parser } from './parser.ts';
import { readArithmetic } from './word-reader.ts';

type Case = Extract<Command, { type: 'case' }>;

/** The compound command at the head of the input, undefined when a simple one stands there. */
export function parseCompound(parser: Parser): Command | undefined {
  const token = parser.lexer.peek();
  const { line } = token;
  if (token.type === 'operator' && token.text === '(') return parseParenthesis(parser, line);
  switch (parser.peekReserved()) {
    case '{':
      return parseGroup(parser, line);
    case 'if':
      return parseIf(parser, line);
    case 'while':
    case 'until':
      return parseLoop(parser, line);
    case 'for':
      return parseFor(parser, line);
    case 'case':
      return parseCase(parser, line);
    case 'function':
      return parseKeywordFunction(parser, line);
    case '[[':
      return parseCondition(parser, line);
    case 'then':
    case 'else':
    case 'elif':
    case 'fi':
    case 'do':
    case 'done':
    case 'esac':
    case '}':
      throw parser.unexpected(token);
    default:
      return undefined;
  }
}

/** `name()` has been read. */
export function parseFunctionBody(parser: Parser, name: string, line: number): Command {
  parser.skipNewlines();
  const token = parser.lexer.peek();
  const body = parseCompound(parser);
  if (!body) throw parser.unexpected(token);
  parser.parseRedirections(body.redirections);
  return { type: 'function', name, body, redirections: [], line };
}

function parseKeywordFunction(parser: Parser, line: number): Command {
  parser.lexer.next();
  const name = parser.lexer.next();
  if (name.type !== 'word') throw parser.unexpected(name);
  if (parser.isOperator('(')) {
    parser.lexer.next();
    if (!parser.isOperator(')')) throw parser.unexpected(parser.lexer.peek());
    parser.lexer.next();
  }
  return parseFunctionBody(parser, name.word.raw, line);
}

function parseParenthesis(parser: Parser, line: number): Command {
  const open = parser.lexer.peek();
  const { cursor } = parser.lexer;
  if (cursor.source[open.end] === '(') {
    const expression = readArithmetic(cursor, open.end + 1);
    if (expression) {
      parser.lexer.next();
      return { type: 'arithmetic', expression, redirections: [], line };
    }
  }
  parser.lexer.next();
  const body = parser.parseBody();
  if (!parser.isOperator(')')) throw parser.unexpected(parser.lexer.peek());
  parser.lexer.next();
  return { type: 'subshell', body, redirections: [], line };
}

function parseGroup(parser: Parser, line: number): Command {
  parser.lexer.next();
  const body = parser.parseBody();
  parser.expectReserved('}');
  return { type: 'group', body, redirections: [], line };
}

function parseIf(parser: Parser, line: number): Command {
  const branches: { test: Script; body: Script }[] = [];
  let otherwise: Script | undefined;
  do {
    parser.lexer.next();
    const test = parser.parseBody();
    parser.expectReserved('then');
    branches.push({ test, body: parser.parseBody() });
  } while (parser.peekReserved() === 'elif');
  if (parser.peekReserved() === 'else') {
    parser.lexer.next();
    otherwise = parser.parseBody();
  }
  parser.expectReserved('fi');
  return { type: 'if', branches, otherwise, redirections: [], line };
}

function parseLoop(parser: Parser, line: number): Command {
  const until = parser.peekReserved() === 'until';
  parser.lexer.next();
  const test = parser.parseBody();
  return { type: 'loop', until, test, body: parseDo(parser), redirections: [], line };
}

function parseDo(parser: Parser): Script {
  parser.expectReserved('do');
  const body = parser.parseBody();
  parser.expectReserved('done');
  return body;
}

function parseFor(parser: Parser, line: number): Command {
  parser.lexer.next();
  const head = parser.lexer.peek();
  if (head.type === 'operator' && head.text === '(' && parser.lexer.cursor.source[head.end] === '(')
    return parseCount(parser, head.end + 1, line);
  parser.lexer.next();
  if (head.type !== 'word') throw parser.unexpected(head);
  parser.skipNewlines();
  let words: Word[] | undefined;
  if (parser.peekReserved() === 'in') {
    parser.lexer.next();
    words = readWords(parser);
  }
  skipSeparator(parser);
  return { type: 'for', name: head.word.raw, words, body: parseDo(parser), redirections: [], line };
}

function parseCount(parser: Parser, at: number, line: number): Command {
  const expression = readArithmetic(parser.lexer.cursor, at)!;
  parser.lexer.next();
  const pieces = expression.raw
    .split(';')
    .map((raw): Word => ({ parts: [{ type: 'text', text: raw, quoted: true }], raw }));
  skipSeparator(parser);
  const empty: Word = { parts: [], raw: '' };
  return {
    type: 'count',
    start: pieces[0] ?? empty,
    test: pieces[1] ?? empty,
    step: pieces[2] ?? empty,
    body: parseDo(parser),
    redirections: [],
    line,
  };
}

function readWords(parser: Parser): Word[] {
  const words: Word[] = [];
  for (let token = parser.lexer.peek(); token.type === 'word'; token = parser.lexer.peek()) {
    words.push(token.word);
    parser.lexer.next();
  }
  return words;
}

function skipSeparator(parser: Parser): void {
  if (parser.isOperator(';')) parser.lexer.next();
  parser.skipNewlines();
}

function parseCase(parser: Parser, line: number): Command {
  parser.lexer.next();
  const subject = parser.lexer.next();
  if (subject.type !== 'word') throw parser.unexpected(subject);
  parser.skipNewlines();
  parser.expectReserved('in');
  const arms: Case['arms'] = [];
  for (parser.skipNewlines(); parser.peekReserved() !== 'esac'; parser.skipNewlines()) arms.push(parseArm(parser));
  parser.expectReserved('esac');
  return { type: 'case', subject: subject.word, arms, redirections: [], line };
}

function parseArm(parser: Parser): Case['arms'][number] {
  if (parser.isOperator('(')) parser.lexer.next();
  const patterns: Word[] = [];
  for (;;) {
    const pattern = parser.lexer.next();
    if (pattern.type !== 'word') throw parser.unexpected(pattern);
    patterns.push(pattern.word);
    if (!parser.isOperator('|')) break;
    parser.lexer.next();
  }
  if (!parser.isOperator(')')) throw parser.unexpected(parser.lexer.peek());
  parser.lexer.next();
  const body = parser.parseList(true);
  const end = parser.lexer.peek();
  let falls = ';;';
  if (end.type === 'operator' && [';;', ';&', ';;&'].includes(end.text)) {
    falls = end.text;
    parser.lexer.next();
  } else if (parser.peekReserved() !== 'esac') throw parser.unexpected(end);
  return { patterns, body, falls };
}

/** Words up to `]]`; operators that the lexer would take for the shell's own become words of the condition. */
function parseCondition(parser: Parser, line: number): Command {
  parser.lexer.next();
  const words: Word[] = [];
  while (parser.peekReserved() !== ']]') {
    const token = parser.lexer.next();
    if (token.type === 'end') throw parser.unexpected(token);
    if (token.type === 'word') words.push(token.word);
    else if (token.text !== '\n')
      words.push({ parts: [{ type: 'text', text: token.text, quoted: false }], raw: token.text });
  }
  parser.lexer.next();
  return { type: 'condition', words, redirections: [], line };
}
