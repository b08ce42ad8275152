/** The body of a PATCH, by its content type. */
import { badRequest } from '../../../api/status-errors.ts';
import { parseYaml } from '../../../api/yaml.ts';
import { parseJson } from './body.ts';

export function patchBody(type: string, text: string): unknown {
  try {
    return type === 'application/apply-patch+yaml' ? parseYaml(text) : parseJson(text);
  } catch (error) {
    const what = type === 'application/apply-patch+yaml' ? 'error decoding YAML' : 'error decoding patch';
    throw badRequest(`${what}: ${(error as Error).message}`);
  }
}
