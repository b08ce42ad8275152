/** Field selectors (apimachinery/pkg/fields/selector.go). */
export interface FieldTerm {
  field: string;
  operator: '=' | '==' | '!=';
  value: string;
}

export interface FieldSelector {
  terms: readonly FieldTerm[];
}

/** Splits at commas that are not escaped. */
export function splitTerms(text: string): string[] {
  if (text === '') return [];
  const terms: string[] = [];
  let start = 0;
  let escaped = false;
  for (let i = 0; i < text.length; i++) {
    if (escaped) escaped = false;
    else if (text[i] === '\\') escaped = true;
    else if (text[i] === ',') {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}

/** Undefined when there is no operator. */
export function splitTerm(term: string): { field: string; operator: FieldTerm['operator']; value: string } | undefined {
  for (let i = 0; i < term.length; i++) {
    for (const operator of ['!=', '==', '='] as const) {
      if (term.startsWith(operator, i))
        return { field: term.slice(0, i), operator, value: term.slice(i + operator.length) };
    }
  }
  return undefined;
}

export function escapeValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}

/** Throws Error when an escape is not one of `\\`, `\,`, `\=`, or a comma or equals sign stands unescaped. */
export function unescapeValue(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\') {
      const next = text[i + 1];
      if (next === undefined || !'\\,='.includes(next))
        throw new Error(
          `invalid field selector: invalid escape sequence: ${JSON.stringify(`\\${next ?? ''}`).replaceAll('\\\\', '\\')} in ${text}`,
        );
      result += next;
      i++;
    } else if (char === ',' || char === '=') {
      throw new Error(`invalid field selector: unescaped character in value: ${char}`);
    } else result += char;
  }
  return result;
}

/** Throws Error with upstream's message. */
export function parseFieldSelector(text: string): FieldSelector {
  const terms: FieldTerm[] = [];
  for (const part of splitTerms(text)) {
    if (part === '') continue;
    const term = splitTerm(part);
    if (!term) throw new Error(`invalid selector: '${text}'; can't understand '${part}'`);
    terms.push({ ...term, value: unescapeValue(term.value) });
  }
  return { terms: terms.toSorted((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0)) };
}

export function matchesFields(selector: FieldSelector, fields: Readonly<Record<string, string>>): boolean {
  return selector.terms.every(
    ({ field, operator, value }) => ((fields[field] ?? '') === value) === (operator !== '!='),
  );
}
