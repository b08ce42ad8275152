/** One manifest file as documents, each parsed on its own as kubectl does (apimachinery/pkg/util/yaml). */
import { parseYamlDocuments } from '../api/yaml.ts';

/** Documents up to the first that does not parse; `error` is that one's complaint. */
export function parseDocuments(text: string): { documents: unknown[]; error?: string } {
  const documents: unknown[] = [];
  try {
    parseYamlDocuments(text, (document) => documents.push(document.value));
    return { documents };
  } catch (error) {
    return { documents, error: `error converting YAML to JSON: ${(error as Error).message}` };
  }
}
