/** One manifest file as documents, each parsed on its own as kubectl does (apimachinery/pkg/util/yaml). */
import { jsonFault } from '../api/go-json.ts';
import { parseYamlDocuments } from '../api/yaml.ts';

/** Documents up to the first that does not parse; `error` is that one's complaint. */
export function parseDocuments(text: string): { documents: unknown[]; error?: string } {
  const documents: unknown[] = [];
  if (isCutJson(text)) return { documents, error: 'unexpected EOF' };
  try {
    for (const part of jsonParts(text)) parseYamlDocuments(part, (document) => documents.push(document.value));
    return { documents };
  } catch (error) {
    // What looks like JSON and is no YAML either gets JSON's complaint.
    const fault = documents.length === 0 && /^\s*\{/.test(text) ? jsonFault(text) : undefined;
    return { documents, error: fault ?? `error converting YAML to JSON: ${(error as Error).message}` };
  }
}

/** JSON objects one after the other are a document each; everything else is one text. */
function jsonParts(text: string): string[] {
  if (!/^\s*\{/.test(text)) return [text];
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    const [token] = match;
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    if (depth > 0) continue;
    const end = match.index + token.length;
    if (!/^\s*\{/.test(text.slice(end)) || jsonFault(text.slice(0, end)) !== undefined) return [text];
    return [text.slice(0, end), ...jsonParts(text.slice(end))];
  }
  return [text];
}

/** JSON that ends before its braces do: only it is not tried as YAML when it cannot be read as JSON. */
function isCutJson(text: string): boolean {
  if (!/^\s*\{\s*"/.test(text)) return false;
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]"]/g)) {
    if (token === '"') return true;
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
  }
  return depth > 0;
}
