/** What is wrong with an expression, shown as cel-go shows it (cel-go/common/error.go). */
import type { ParseError } from '@marcbachmann/cel-js';
import type { Issue } from './check.ts';

/** `ERROR: <input>:1:5: undefined field 'b'\n | self.b == 1\n | ....^`, in the order of the places. */
export function showIssues(issues: readonly Issue[], source: string): string {
  const lines = source.split('\n');
  return issues
    .map((issue) => ({ ...issue, ...place(source, issue.offset) }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ message, line, column }) => {
      const text = (lines[line] ?? '').replaceAll('\t', ' ');
      return `ERROR: <input>:${line + 1}:${column + 1}: ${message}\n | ${text}\n | ${'.'.repeat(column)}^`;
    })
    .join('\n');
}

function place(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, Math.max(offset, 0)).split('\n');
  return { line: before.length - 1, column: [...(before.at(-1) ?? '')].length };
}

const EXPECTED_START =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const EXPECTED_AFTER =
  "{<EOF>, '==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', '{', '(', '.', '-', '?', '+', '*', '/', '%%'}";

/**
 * A parser's complaint in the words of cel-go's parser generator.
 * Simplified: which of its several complaints about one mistake come, and which tokens it would have taken.
 */
export function syntaxIssues(error: ParseError, source: string): Issue[] {
  const offset = error.range?.start ?? 0;
  const rest = source.slice(offset);
  const token = rest === '' ? '<EOF>' : (/^(?:\w+|[=!<>]=|&&|\|\||.)/s.exec(rest)?.[0] ?? rest);
  const say = (message: string, at = offset): Issue[] => [{ offset: at, message: `Syntax error: ${message}` }];
  if (error.code === 'reserved_identifier') return [{ offset, message: `reserved identifier: ${token}` }];
  if (error.code === 'unexpected_character' && !/[\w()[\]{}.,:?'"=!<>&|+\-*/%]/.test(token[0] ?? ''))
    return say(`token recognition error at: '${token[0]}'`);
  if (error.code === 'unterminated_string') return say(`token recognition error at: '${rest}'`);
  if (error.code === 'unexpected_character' && /^[=&|]$/.test(token))
    return say(`token recognition error at: '${rest.slice(0, 2)}'`);
  // After a dot, the generator names what it has read since.
  const dot = /\.\s*$/.exec(source.slice(0, offset));
  if (error.code === 'expected_token' && dot) return say(`no viable alternative at input '${dot[0]}${token}'`);
  const after = error.code === 'unexpected_character' || error.code === 'expected_token';
  if (token === '<EOF>' || !after)
    return say(`mismatched input '${token}' expecting ${after ? closing(error) : EXPECTED_START}`);
  return say(`extraneous input '${token}' expecting ${EXPECTED_AFTER}`.replace('%%', '%'));
}

function closing(error: ParseError): string {
  const [, wanted = ''] = /Expected (\w+)/.exec(error.summary) ?? [];
  return { RPAREN: "')'", RBRACKET: "']'", RBRACE: "'}'" }[wanted] ?? EXPECTED_AFTER.replace('%%', '%');
}
