/** The body of a PATCH, by its content type. */
import { badRequest } from '../../../api/status-errors.ts';
import { parseYaml } from '../../../api/yaml.ts';
import { parseJson } from './body.ts';

export function patchBody(type: string, text: string): unknown {
  try {
    return type === 'application/apply-patch+yaml' ? parseYaml(text) : parseJson(text);
  } catch (error) {
    const why = (error as Error).message;
    // A strategic patch is decoded by another function, which adds nothing.
    if (type === 'application/strategic-merge-patch+json') throw badRequest(why);
    throw badRequest(
      `${type === 'application/apply-patch+yaml' ? 'error decoding YAML' : 'error decoding patch'}: ${why}`,
    );
  }
}
