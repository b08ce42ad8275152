/** One manifest file as documents, each parsed on its own as kubectl does (apimachinery/pkg/util/yaml). */
import { jsonFault } from '../api/go-json.ts';
import { parseYamlDocuments } from '../api/yaml.ts';

/** Documents up to the first that does not parse; `error` is that one's complaint. */
export function parseDocuments(text: string): { documents: unknown[]; error?: string } {
  const documents: unknown[] = [];
  if (isCutJson(text)) return { documents, error: 'unexpected EOF' };
  try {
    parseYamlDocuments(text, (document) => documents.push(document.value));
    return { documents };
  } catch (error) {
    // What looks like JSON and is no YAML either gets JSON's complaint.
    const fault = documents.length === 0 && /^\s*\{/.test(text) ? jsonFault(text) : undefined;
    return { documents, error: fault ?? `error converting YAML to JSON: ${(error as Error).message}` };
  }
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
