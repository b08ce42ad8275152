/** Why a container ended, in its own words (kuberuntime_container.go: getTerminationMessage). */
import type { FileSystem } from '../shell/filesystem.ts';
import type { ContainerLog } from './log.ts';

export interface TerminationMessage {
  /** terminationMessagePath */
  path: string;
  /** terminationMessagePolicy FallbackToLogsOnError */
  fromLogs: boolean;
}

/** MaxContainerTerminationMessageLength, and what of a log takes its place at most. */
const MOST = 4096;
const LOG = { lines: 80, characters: 2048 };

/** Undefined when it said nothing; `files` when it may have written any. */
export function terminationMessage(
  { path, fromLogs }: TerminationMessage,
  files: FileSystem | undefined,
  log: ContainerLog,
  exitCode: number,
): string | undefined {
  if (files?.stat(path)?.type === 'file') {
    const text = files.readFile(path).slice(-MOST);
    if (text !== '') return text;
  }
  if (!fromLogs || exitCode === 0) return undefined;
  const lines = log.lines().slice(-LOG.lines);
  const text = lines.map((line) => `${line.text}\n`).join('');
  return text === '' ? undefined : text.slice(-LOG.characters);
}
