/** Lets a person, or the program in KUBE_EDITOR, change a text (kubectl/pkg/cmd/util/editor/editor.go). */
import { CommandError } from './errors.ts';
import type { KubectlIO } from './io.ts';

/** `pattern`: the file's name with a `*`. Resolves with the text as it was left. */
export async function editFile(io: KubectlIO, pattern: string, text: string): Promise<string> {
  const path = `/tmp/${pattern.replace('*', String(io.clock.now() % 1e10))}`;
  io.files.write(path, text);
  try {
    await open(io, path);
    return io.files.read(path);
  } finally {
    io.files.remove?.(path);
  }
}

async function open(io: KubectlIO, path: string): Promise<void> {
  const editor = io.env['KUBE_EDITOR'] || io.env['EDITOR'] || '';
  if (editor === '' && io.edit) return io.edit(path);
  if (editor === '' || !io.spawn) {
    throw new CommandError('unable to launch the editor "vi": there is no screen to edit on here');
  }
  const status = await io.spawn(['bash', '-c', `${editor} ${path}`]);
  if (status !== 0) throw new CommandError(`there was a problem with the editor ${JSON.stringify(editor)}`);
}
