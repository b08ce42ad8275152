/** What a terminal sends, as keys: control characters, escape sequences (xterm's), pasted and typed text. */
export type Key = { type: 'text'; text: string } | { type: 'paste'; text: string } | { type: 'key'; name: KeyName };

export type KeyName =
  | 'enter'
  | 'tab'
  | 'backspace'
  | 'delete'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'word-left'
  | 'word-right'
  | 'interrupt'
  | 'end-of-file'
  | 'clear'
  | 'kill-line'
  | 'kill-to-end'
  | 'kill-word'
  | 'kill-word-right'
  | 'yank'
  | 'search'
  | 'escape'
  | 'cancel'
  | 'transpose';

const CONTROL: Record<string, KeyName> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-file',
  '\x05': 'end',
  '\x06': 'right',
  '\x07': 'cancel',
  '\x0b': 'kill-to-end',
  '\x0c': 'clear',
  '\x0e': 'down',
  '\x10': 'up',
  '\x12': 'search',
  '\x14': 'transpose',
  '\x15': 'kill-line',
  '\x17': 'kill-word',
  '\x19': 'yank',
};

const SEQUENCES: Record<string, KeyName> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[3~': 'delete',
  '[1;5C': 'word-right',
  '[1;5D': 'word-left',
  '[1;3C': 'word-right',
  '[1;3D': 'word-left',
  b: 'word-left',
  f: 'word-right',
  d: 'kill-word-right',
  '\x7f': 'kill-word',
};

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

/** Splits what arrived; `rest` is an unfinished paste or sequence to be put before what comes next. */
export function readKeys(data: string): { keys: Key[]; rest: string } {
  const keys: Key[] = [];
  let at = 0;
  while (at < data.length) {
    if (data.startsWith(PASTE_START, at)) {
      const end = data.indexOf(PASTE_END, at);
      if (end < 0) return { keys, rest: data.slice(at) };
      keys.push({ type: 'paste', text: data.slice(at + PASTE_START.length, end).replace(/\r\n?/g, '\n') });
      at = end + PASTE_END.length;
      continue;
    }
    const char = data[at]!;
    if (char === '\x1b') {
      const sequence = /^(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Z]|[^[O])/u.exec(data.slice(at + 1, at + 16))?.[0];
      const name = sequence === undefined ? 'escape' : SEQUENCES[sequence];
      if (name) keys.push({ type: 'key', name });
      at += 1 + (sequence?.length ?? 0);
      continue;
    }
    const name = CONTROL[char];
    if (name) keys.push({ type: 'key', name });
    if (char < ' ' || char === '\x7f') {
      at++;
      continue;
    }
    const text = takeText(data, at);
    keys.push({ type: 'text', text });
    at += text.length;
  }
  return { keys, rest: '' };
}

/** Characters up to the next control character. */
function takeText(data: string, from: number): string {
  let end = from;
  while (end < data.length && data[end]! >= ' ' && data[end] !== '\x7f') end++;
  return data.slice(from, end);
}
