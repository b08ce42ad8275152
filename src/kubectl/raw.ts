/** `--raw URI`: sends what stands in a file to the server as it is (kubectl/pkg/rawhttp/raw.go). */
import { CommandError, usageErrorf } from './errors.ts';
import type { FlagSpec } from './flags.ts';
import type { VerbContext } from './verb.ts';

export function rawFlag(method: string): FlagSpec {
  return {
    name: 'raw',
    type: 'string',
    default: '',
    usage: `Raw URI to ${method} to the server. Uses the transport specified by the kubeconfig file.`,
  };
}

/** Prints the answer as it came. False when `--raw` was not given. */
export async function sendRaw(context: VerbContext, method: 'POST' | 'PUT' | 'DELETE'): Promise<boolean> {
  const { flags, io } = context;
  const uri = flags.string('raw');
  if (uri === '') return false;
  if (!uri.startsWith('/')) throw usageErrorf(context.command, '--raw must be a valid URL path');
  const filenames = flags.strings('filename');
  if (method !== 'DELETE' && filenames.length !== 1) {
    throw new CommandError('--raw can only use a single local file or stdin');
  }
  const [file] = filenames;
  const body = file === undefined ? undefined : file === '-' ? await readInput(io) : io.files.read(file);
  const headers = { 'Content-Type': 'application/json' };
  const response = await context.client.request(uri, { method, headers, ...(body === undefined ? {} : { body }) });
  await context.print(await response.text());
  return true;
}

async function readInput(io: VerbContext['io']): Promise<string> {
  let text = '';
  for (let chunk = await io.stdin.read(io.signal); chunk !== undefined; chunk = await io.stdin.read(io.signal)) {
    text += chunk;
  }
  return text;
}
