/** One Monaco model a document: its text, undo history and markers outlive the tab being switched. */
import type { LaptopFiles } from '../panels/laptop.ts';
import { monaco } from './monaco.ts';

const SAVE_AFTER = 250;
const models = new Map<string, monaco.editor.ITextModel>();
const saved = new Map<string, string>();

const languageOf = (id: string): string =>
  /\.(ya?ml|json)$/.test(id) || id.startsWith('live:') ? 'yaml' : 'plaintext';

export function modelOf(id: string): monaco.editor.ITextModel | undefined {
  return models.get(id);
}

/** A model with this text. For an existing one the text is replaced as one undoable edit. */
export function putModel(id: string, text: string): monaco.editor.ITextModel {
  const known = models.get(id);
  saved.set(id, text);
  if (!known) {
    const model = monaco.editor.createModel(text, languageOf(id), monaco.Uri.file(`/${id}`));
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    models.set(id, model);
    return model;
  }
  if (known.getValue() !== text) known.pushEditOperations([], [{ range: known.getFullModelRange(), text }], () => null);
  return known;
}

export function dropModel(id: string): void {
  models.get(id)?.dispose();
  models.delete(id);
}

/** Loads a file's text into its model and saves the model's changes into the file, shortly after typing. */
export async function openFileModel(path: string, files: LaptopFiles): Promise<monaco.editor.ITextModel> {
  const known = models.get(path);
  if (known) return known;
  const model = putModel(path, await files.read(path).catch(() => ''));
  let timer: ReturnType<typeof setTimeout>;
  model.onDidChangeContent(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void saveModel(path, files), SAVE_AFTER);
  });
  return model;
}

/** Writes the model's text to its file now, if it differs from what was last read or written. */
export async function saveModel(path: string, files: LaptopFiles): Promise<void> {
  const text = models.get(path)?.getValue();
  if (text === undefined || text === saved.get(path)) return;
  saved.set(path, text);
  await files.write(path, text);
}

/** The file was changed elsewhere (`sed -i`, `>`): what is on disk wins, as an undoable edit. */
export async function reloadModel(path: string, files: LaptopFiles): Promise<void> {
  if (!models.has(path)) return;
  const text = await files.read(path).catch(() => undefined);
  if (text !== undefined && text !== saved.get(path)) putModel(path, text);
}
