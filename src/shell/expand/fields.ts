/** Field splitting (POSIX XCU 2.6.5): pieces of text, quoted or not, gathered into fields. */
import type { Segment } from '../pattern.ts';

export class FieldBuilder {
  readonly fields: Segment[][] = [];
  private current: Segment[] | undefined;

  constructor(private readonly separators: string) {}

  /** Text that is never split. Quoted text makes a field even when it is empty. */
  add(text: string, quoted: boolean): void {
    if (text === '' && !quoted) return;
    (this.current ??= []).push({ text, quoted });
  }

  /** The result of an unquoted expansion. */
  addSplit(text: string): void {
    let run = '';
    const flush = (): void => {
      this.add(run, false);
      run = '';
    };
    // After a non-blank separator's field the next such separator makes an empty field.
    let hard = false;
    for (const char of text) {
      if (!this.separators.includes(char)) {
        run += char;
        hard = false;
        continue;
      }
      flush();
      if (/\s/.test(char)) this.finish();
      else {
        if (hard || !this.current) this.current ??= hard || this.fields.length === 0 ? [] : undefined;
        this.finish();
        hard = true;
      }
    }
    flush();
  }

  finish(): void {
    if (this.current) this.fields.push(this.current);
    this.current = undefined;
  }
}

export const segmentsText = (segments: readonly Segment[]): string => segments.map((segment) => segment.text).join('');
