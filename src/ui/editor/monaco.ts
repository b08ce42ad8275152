/**
 * Monaco with YAML: only the editor and the YAML language are taken, not Monaco's whole zoo (16 MB).
 *
 * monaco-yaml 5.5 was made for an older Monaco. Here is what joins the two: it asks the editor for a worker by module
 * name, which this Monaco no longer resolves, so it is handed a worker that was started for it (yaml.worker.ts).
 */
import 'monaco-editor/features/register.all';
import * as monaco from 'monaco-editor/editor/editor.api';
import 'monaco-editor/languages/definitions/yaml/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { configureMonacoYaml, type JSONSchema } from 'monaco-yaml';
import YamlWorker from './yaml.worker.ts?worker';

globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };

type WorkerOptions = Parameters<typeof monaco.editor.createWebWorker>[0] & { createData?: unknown };

/** Monaco as monaco-yaml knows it: its workers are ours, told first to begin and then what they work on. */
const forYaml = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker<T extends object>({ createData, ...rest }: WorkerOptions) {
      const worker = new YamlWorker();
      worker.postMessage('ignore');
      worker.postMessage(createData);
      return monaco.editor.createWebWorker<T>({ ...rest, worker, keepIdleModels: true });
    },
  },
};

let yaml: ReturnType<typeof configureMonacoYaml> | undefined;

/** Completion, hover and validation for all `.yaml` files by this schema, from now on. */
export function useSchema(schema: JSONSchema): void {
  const options = {
    schemas: [{ uri: 'tidepool:kubernetes', fileMatch: ['*'], schema }],
    yamlVersion: '1.1' as const,
    hover: true,
    completion: true,
    validate: true,
  };
  if (yaml) void yaml.update(options);
  else yaml = configureMonacoYaml(forYaml as unknown as Parameters<typeof configureMonacoYaml>[0], options);
}

/** Makes the editor's colours those of the page, whose tokens are read from CSS. */
export function applyTheme(theme: 'light' | 'dark'): void {
  const style = getComputedStyle(document.documentElement);
  // Monaco wants six digits; minified CSS has `#fff`.
  const color = (name: string): string =>
    style
      .getPropertyValue(`--${name}`)
      .trim()
      .replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
  const bare = (name: string): string => color(name).slice(1);
  monaco.editor.defineTheme('tidepool', {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: 'type.yaml', foreground: bare('yaml-key') },
      { token: 'string.yaml', foreground: bare('yaml-string') },
      { token: 'number.yaml', foreground: bare('yaml-number') },
      { token: 'keyword.yaml', foreground: bare('yaml-number') },
      { token: 'comment.yaml', foreground: bare('yaml-comment') },
    ],
    colors: {
      'editor.background': color('raised'),
      'editor.foreground': color('ink'),
      'editorLineNumber.foreground': color('muted'),
      'editor.lineHighlightBackground': color('line-soft'),
      'editorGutter.background': color('raised'),
      'editorWidget.background': color('raised'),
      'editorWidget.border': color('line'),
    },
  });
  monaco.editor.setTheme('tidepool');
}

export { monaco };
