/** What Node.js prints when a program dies of an error (lib/internal/process/execution.js, node_errors.cc). */
import type { FileSystem } from '../../shell/filesystem.ts';

export interface Fatal {
  /** As `util.inspect` shows the error. */
  text: string;
  name: string;
  code?: string;
  syscall?: string;
  stack: string;
}

const FRAME = /\(?((?:\/|\[eval\])[^():]*):(\d+)(?::(\d+))?\)?/;

export function fatalWords({ text, code, syscall, stack }: Fatal, fs: FileSystem, version: string): string {
  const end = `${text}\n\nNode.js ${version}\n`;
  if (code === 'MODULE_NOT_FOUND') return `node:internal/modules/cjs/loader\n  throw err;\n  ^\n\n${end}`;
  if (syscall === 'listen') return `node:events\n      throw er; // Unhandled 'error' event\n      ^\n\n${end}`;
  const frame = FRAME.exec(stack);
  if (!frame) return end;
  const [, file = '', line = '1', column = '1'] = frame;
  const source = fs.stat(file)?.type === 'file' ? fs.readFile(file).split('\n')[Number(line) - 1] : undefined;
  if (source === undefined) return `${file}:${line}\n\n${end}`;
  return `${file}:${line}\n${source}\n${' '.repeat(Math.max(0, Math.min(Number(column) - 1, source.length)))}^\n\n${end}`;
}

/** V8's last words; `heap` in bytes. */
export function heapWords(heap: number): string {
  const size = (heap / 2 ** 20).toFixed(1);
  return `\n<--- Last few GCs --->\n\n\n<--- JS stacktrace --->\n\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory (${size} MB)\nAborted (core dumped)\n`;
}
