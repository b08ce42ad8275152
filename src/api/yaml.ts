/** YAML as kubectl reads it (sigs.k8s.io/yaml over go-yaml 2): YAML 1.1 booleans, merge keys, dates as text; Go's words for errors. */
import { CORE_SCHEMA, NOT_RESOLVED, YAMLException, boolYaml11Tag, defineScalarTag, load, mergeTag } from 'js-yaml';
import { checkAliases } from './yaml-aliases.ts';
import { yamlErrorMessage } from './yaml-errors.ts';
import { mapTag } from './yaml-map.ts';

export { dumpYaml } from './yaml-dump.ts';

const INTEGER = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*|0)$/;

const integerTag = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'-+0123456789'],
  identify: (value) => typeof value === 'number' && Number.isInteger(value),
  resolve: (source) => (INTEGER.test(source) ? readInteger(source) : NOT_RESOLVED),
});

/** `0644` and `0o644` are octal, `1_000` has separators, `22:22` is text. */
function readInteger(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  if (/^0[0-7]+$/.test(digits)) return sign * parseInt(digits, 8);
  return sign * Number(digits);
}

/** go-yaml takes the words in lower case, capitalised and in capitals; single letters too. */
const schema = CORE_SCHEMA.withTags(boolYaml11Tag, integerTag, mergeTag, mapTag);

export interface YamlDocument {
  /** undefined for an empty document. */
  value: unknown;
  /** The source between the separators. */
  source: string;
}

/** Simplified: go-yaml goes down 10,000 levels; here every level is a call. */
const MAX_DEPTH = 1000;

/** What go-yaml's reader does not let in. */
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

const EMPTY = /^(?:\s*(?:#.*)?(?:\n|$))*$/;

/** Splits at lines that begin with `---`, as the decoder of manifests does (yaml.NewYAMLReader). */
export function splitDocuments(text: string): string[] {
  const documents: string[] = [];
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    if (/^---\s*$/.test(line) || line.startsWith('--- ')) {
      documents.push(lines.join('\n'));
      lines = line.length > 4 ? [line.slice(4)] : [];
    } else lines.push(line);
  }
  documents.push(lines.join('\n'));
  return documents;
}

/**
 * One document. Throws Error with Go's message (`yaml: line 4: found character that cannot start any token`), lines counted
 * within the document. Of duplicate keys the last wins unless `duplicates` collects their paths.
 */
export function parseYaml(source: string): unknown {
  if (EMPTY.test(source)) return undefined;
  if (CONTROL.test(source)) throw new Error('yaml: control characters are not allowed');
  let value: unknown;
  try {
    value = load(source, { schema, json: true, maxDepth: MAX_DEPTH } as Parameters<typeof load>[1]);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new Error(yamlErrorMessage(error, source), { cause: error });
  }
  checkAliases(value, source);
  return value;
}

/** All documents that are not empty, in order. Throws at the first that cannot be read; `onDocument` sees those before it. */
export function parseYamlDocuments(text: string, onDocument?: (document: YamlDocument) => void): YamlDocument[] {
  const documents: YamlDocument[] = [];
  for (const source of splitDocuments(text)) {
    const value = parseYaml(source);
    if (value === undefined || value === null) continue;
    const document = { value, source };
    documents.push(document);
    onDocument?.(document);
  }
  return documents;
}
