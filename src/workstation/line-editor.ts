/** The line under the cursor: text, cursor, killed text, history and its search (readline's emacs keys). */
import type { KeyName } from './keys.ts';

export interface Search {
  query: string;
  /** Index into the history of what is shown, -1 when nothing matches. */
  at: number;
  failed: boolean;
}

export class LineEditor {
  /** One entry a character as seen (combining marks stay with their base). */
  text: string[] = [];
  cursor = 0;
  search: Search | undefined;
  private killed: string[] = [];
  private at: number;
  private stash: string[] = [];

  constructor(private readonly history: readonly string[]) {
    this.at = history.length;
  }

  get line(): string {
    return this.text.join('');
  }

  set(line: string): void {
    this.text = segment(line);
    this.cursor = this.text.length;
  }

  insert(text: string): void {
    if (this.search) return this.searchFor(this.search.query + text, this.search.at);
    const after = this.text.slice(this.cursor);
    const before = segment(this.text.slice(0, this.cursor).join('') + text);
    this.text = [...before, ...after];
    this.cursor = before.length;
  }

  /** Replaces the UTF-16 range `start`…cursor, as completion counts. */
  replaceFrom(start: number, text: string): void {
    const head = this.text.slice(0, this.cursor).join('').slice(0, start);
    const after = this.text.slice(this.cursor);
    const before = segment(head + text);
    this.text = [...before, ...after];
    this.cursor = before.length;
  }

  /** True when the key was for the line. */
  press(key: KeyName): boolean {
    if (this.search && this.pressInSearch(key)) return true;
    const action = ACTIONS[key];
    if (!action) return false;
    action(this);
    return true;
  }

  move(to: number): void {
    this.cursor = Math.max(0, Math.min(this.text.length, to));
  }

  /** Removes between the cursor and `to`, and keeps it for Ctrl-Y when `keep`. */
  cut(to: number, keep: 'keep' | 'drop'): void {
    const [from, end] =
      to < this.cursor ? [Math.max(0, to), this.cursor] : [this.cursor, Math.min(this.text.length, to)];
    const removed = this.text.splice(from, end - from);
    if (keep === 'keep' && removed.length > 0) this.killed = removed;
    this.cursor = from;
  }

  yank(): void {
    this.insert(this.killed.join(''));
  }

  wordLeft(): number {
    let at = this.cursor;
    while (at > 0 && !isWord(this.text[at - 1]!)) at--;
    while (at > 0 && isWord(this.text[at - 1]!)) at--;
    return at;
  }

  /** Ctrl-W goes by blanks, Alt-B by letters. */
  blankLeft(): number {
    let at = this.cursor;
    while (at > 0 && this.text[at - 1] === ' ') at--;
    while (at > 0 && this.text[at - 1] !== ' ') at--;
    return at;
  }

  wordRight(): number {
    let at = this.cursor;
    while (at < this.text.length && !isWord(this.text[at]!)) at++;
    while (at < this.text.length && isWord(this.text[at]!)) at++;
    return at;
  }

  recall(step: number): void {
    const to = this.at + step;
    if (to < 0 || to > this.history.length) return;
    if (this.at === this.history.length) this.stash = this.text;
    this.at = to;
    if (to === this.history.length) {
      this.text = this.stash;
      this.cursor = this.text.length;
    } else this.set(this.history[to]!);
  }

  startSearch(): void {
    if (!this.search) this.search = { query: '', at: this.history.length, failed: false };
    else if (this.search.query !== '') this.searchFor(this.search.query, this.search.at - 1);
  }

  private pressInSearch(key: KeyName): boolean {
    const search = this.search!;
    if (key === 'search') {
      this.startSearch();
      return true;
    }
    if (key === 'backspace') {
      this.searchFor([...search.query].slice(0, -1).join(''), this.history.length - 1);
      return true;
    }
    this.search = undefined;
    if (key === 'cancel') this.set('');
    return key === 'cancel' || key === 'escape';
  }

  private searchFor(query: string, from: number): void {
    const last = Math.min(from, this.history.length - 1);
    const at = query === '' ? -1 : this.history.findLastIndex((line, index) => index <= last && line.includes(query));
    this.search = { query, at: at < 0 ? (this.search?.at ?? last) : at, failed: at < 0 && query !== '' };
    if (at >= 0) this.set(this.history[at]!);
  }
}

const ACTIONS: Partial<Record<KeyName, (editor: LineEditor) => void>> = {
  backspace: (editor) => editor.cut(editor.cursor - 1, 'drop'),
  delete: (editor) => editor.cut(editor.cursor + 1, 'drop'),
  left: (editor) => editor.move(editor.cursor - 1),
  right: (editor) => editor.move(editor.cursor + 1),
  home: (editor) => editor.move(0),
  end: (editor) => editor.move(editor.text.length),
  'word-left': (editor) => editor.move(editor.wordLeft()),
  'word-right': (editor) => editor.move(editor.wordRight()),
  'kill-line': (editor) => editor.cut(0, 'keep'),
  'kill-to-end': (editor) => editor.cut(editor.text.length, 'keep'),
  'kill-word': (editor) => editor.cut(editor.blankLeft(), 'keep'),
  'kill-word-right': (editor) => editor.cut(editor.wordRight(), 'keep'),
  yank: (editor) => editor.yank(),
  up: (editor) => editor.recall(-1),
  down: (editor) => editor.recall(1),
  search: (editor) => editor.startSearch(),
  escape: () => {},
};

const isWord = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

function segment(text: string): string[] {
  return text.match(/\P{M}\p{M}*/gsu) ?? [];
}
