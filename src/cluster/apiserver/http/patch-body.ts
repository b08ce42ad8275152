/** The body of a PATCH, by its content type (apiserver/pkg/endpoints/handlers/patch.go). */
import { scanJson } from '../../../api/go-json.ts';
import { badRequest } from '../../../api/status-errors.ts';
import { isStatusError } from '../../../api/status.ts';
import { yamlDuplicates } from '../../../api/yaml-duplicates.ts';
import { jsonText, parseJson, readYaml, yamlText } from './document.ts';

interface PatchBody {
  body: unknown;
  /** What strict decoding minds in it. */
  faults: readonly string[];
}

const APPLY = 'application/apply-patch+yaml';

/** Throws BadRequest. Faults are looked for only when `strictly`. */
export function patchBody(type: string, bytes: Uint8Array, strictly: boolean): PatchBody {
  try {
    const text = type === APPLY ? yamlText(bytes) : jsonText(bytes);
    const body = type === APPLY ? readYaml(text) : parseJson(text);
    return { body, faults: strictly ? faultsOf(type, text) : [] };
  } catch (error) {
    if (isStatusError(error)) throw error;
    const why = (error as Error).message;
    // A strategic patch is decoded by another function, which adds nothing.
    if (type === 'application/strategic-merge-patch+json') throw badRequest(why);
    throw badRequest(`${type === APPLY ? 'error decoding YAML' : 'error decoding patch'}: ${why}`);
  }
}

function faultsOf(type: string, text: string): string[] {
  if (type === APPLY) {
    const found = yamlDuplicates(text);
    return found === undefined ? [] : [found];
  }
  const before = type === 'application/json-patch+json' ? 'json patch ' : '';
  return scanJson(text).map((path) => `${before}duplicate field ${JSON.stringify(path)}`);
}
