/** Brace expansion (bash): `a{b,c}d`, `{1..5}`, on words before anything else. */
import type { Part, Word } from '../syntax/ast.ts';

type Item = string | Part;

export function expandBraces(word: Word): Word[] {
  if (!word.parts.some((part) => part.type === 'text' && !part.quoted && part.text.includes('{'))) return [word];
  const items = word.parts.flatMap((part): Item[] => (part.type === 'text' && !part.quoted ? [...part.text] : [part]));
  return expand(items).map((expanded) => ({ parts: toParts(expanded), raw: word.raw }));
}

function expand(items: Item[]): Item[][] {
  for (let open = items.indexOf('{'); open >= 0; open = items.indexOf('{', open + 1)) {
    const group = readGroup(items, open);
    if (!group) continue;
    const head = items.slice(0, open);
    const tails = expand(items.slice(group.end + 1));
    return group.choices.flatMap(expand).flatMap((choice) => tails.map((tail) => [...head, ...choice, ...tail]));
  }
  return [items];
}

function readGroup(items: Item[], open: number): { choices: Item[][]; end: number } | undefined {
  let depth = 0;
  let start = open + 1;
  const choices: Item[][] = [];
  for (let index = open; index < items.length; index++) {
    const item = items[index];
    if (item === '{') depth++;
    else if (item === ',' && depth === 1) {
      choices.push(items.slice(start, index));
      start = index + 1;
    } else if (item === '}' && --depth === 0) {
      const last = items.slice(start, index);
      if (choices.length > 0) return { choices: [...choices, last], end: index };
      const range = last.every((entry) => typeof entry === 'string') ? readRange(last.join('')) : undefined;
      return range && { choices: range.map((text) => [...text]), end: index };
    }
  }
  return undefined;
}

function readRange(text: string): string[] | undefined {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (!match) return undefined;
  const letters = /[A-Za-z]/.test(match[1]!);
  if (letters !== /[A-Za-z]/.test(match[2]!)) return undefined;
  const from = letters ? match[1]!.charCodeAt(0) : Number(match[1]);
  const to = letters ? match[2]!.charCodeAt(0) : Number(match[2]);
  const step = Math.abs(Number(match[3] ?? 1)) || 1;
  const width =
    !letters && /^-?0\d|^-?\d+$/.test(match[1]!) && (/^-?0\d/.test(match[1]!) || /^-?0\d/.test(match[2]!))
      ? Math.max(match[1]!.length, match[2]!.length)
      : 0;
  const out: string[] = [];
  for (
    let value = from;
    (from <= to ? value <= to : value >= to) && out.length < 100_000;
    value += from <= to ? step : -step
  )
    out.push(
      letters
        ? String.fromCharCode(value)
        : value < 0
          ? `-${String(-value).padStart(width - 1, '0')}`
          : String(value).padStart(width, '0'),
    );
  return out;
}

function toParts(items: Item[]): Part[] {
  const parts: Part[] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (typeof item !== 'string') parts.push(item);
    else if (last?.type === 'text' && !last.quoted) parts[parts.length - 1] = { ...last, text: last.text + item };
    else parts.push({ type: 'text', text: item, quoted: false });
  }
  return parts;
}
