/** Colours for a line of YAML as `dump` writes it; a reading aid, not a parser. */
export interface Painted {
  text: string;
  tone?: 'key' | 'string' | 'number';
}

const keyed = /^(\s*(?:- )*)((?:[\w./~-]+|'[^']*'|"[^"]*"))(:)(\s.*)?$/;
const item = /^(\s*(?:- )+)(.*)$/;

export function paintYaml(line: string): Painted[] {
  const pair = keyed.exec(line);
  if (pair) {
    const [, indent = '', key = '', colon = '', value = ''] = pair;
    return [{ text: indent }, { text: key, tone: 'key' }, { text: colon }, ...scalar(value)];
  }
  const entry = item.exec(line);
  if (entry) return [{ text: entry[1] ?? '' }, ...scalar(entry[2] ?? '')];
  return [{ text: line, tone: 'string' }];
}

function scalar(text: string): Painted[] {
  if (text === '') return [];
  const value = text.trim();
  if (/^(-?\d+(\.\d+)?|true|false|null)$/.test(value)) return [{ text, tone: 'number' }];
  return /^[|>{[]/.test(value) ? [{ text }] : [{ text, tone: 'string' }];
}
