/** Assignments in words: `name=value`, `name+=value`, `name[index]=value`, `[key]=value` (POSIX XCU 2.9.1; bash: arrays). */
import type { Assignment, Part, Word } from './ast.ts';

/** Undefined when the word is none. */
export function asAssignment(word: Word): Assignment | undefined {
  const first = word.parts[0];
  if (first?.type !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/.exec(first.text);
  if (match) {
    const value = { parts: behind(word.parts, 0, match[0].length), raw: word.raw.slice(match[0].length) };
    return { name: match[1]!, append: match[2] === '+', value };
  }
  const name = /^([A-Za-z_][A-Za-z0-9_]*)\[/.exec(first.text)?.[1];
  const found = name === undefined ? undefined : splitSubscript(word, name.length);
  return found && { name: name!, append: found.append, value: found.value, index: found.index };
}

/** `[…]=…` that begins at a place of the word's first part. */
export function splitSubscript(word: Word, at: number): { index: Word; append: boolean; value: Word } | undefined {
  const first = word.parts[0];
  if (first?.type !== 'text' || first.quoted || first.text[at] !== '[') return undefined;
  for (const [number, part] of word.parts.entries()) {
    if (part.type !== 'text' || part.quoted) continue;
    const from = number === 0 ? at + 1 : 0;
    const close = /\](\+?)=/.exec(part.text.slice(from));
    if (!close) continue;
    const end = from + close.index;
    const inner = [...word.parts.slice(0, number), { ...part, text: part.text.slice(0, end) }];
    const index = { parts: behind(inner, 0, at + 1), raw: '' };
    const value = { parts: behind(word.parts, number, end + close[0].length), raw: word.raw };
    return { index, append: close[1] === '+', value };
  }
  return undefined;
}

/** The parts from a place within one of them on. */
function behind(parts: readonly Part[], number: number, at: number): Part[] {
  const part = parts[number]!;
  const rest = part.type === 'text' ? part.text.slice(at) : '';
  const more = parts.slice(number + 1);
  return rest === '' || part.type !== 'text' ? more : [{ ...part, text: rest }, ...more];
}
