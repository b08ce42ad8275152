/** One manifest file as documents, each parsed on its own as kubectl does (apimachinery/pkg/util/yaml). */
import { loadAll } from 'js-yaml';

/** Documents up to the first that does not parse; `error` is that one's complaint. */
export function parseDocuments(text: string): { documents: unknown[]; error?: string } {
  try {
    return { documents: loadAll(text) };
  } catch (error) {
    return { documents: [], error: `error converting YAML to JSON: yaml: ${(error as Error).message.split('\n')[0]}` };
  }
}
