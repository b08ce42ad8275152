/** `--for` of `kubectl wait` (kubectl/pkg/cmd/wait/{wait,condition,json}.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { JSONPath } from '../../api/jsonpath/jsonpath.ts';

export type WaitCondition = { kind: 'create' } | { kind: 'delete' } | { kind: 'met'; met(object: KubeObject): boolean };

/** Throws on what is no condition. */
export function parseCondition(text: string): WaitCondition {
  const lower = text.toLowerCase();
  if (lower === 'delete') return { kind: 'delete' };
  if (lower === 'create') return { kind: 'create' };
  if (text.startsWith('condition=')) {
    const [type = '', ...value] = text.slice('condition='.length).split('=');
    return conditionMet(type, value.length === 0 ? 'true' : value.join('='));
  }
  if (text.startsWith('jsonpath=')) return jsonPathMet(text.slice('jsonpath='.length));
  throw new CommandError(`unrecognized condition: ${JSON.stringify(text)}`);
}

function conditionMet(type: string, value: string): WaitCondition {
  const met = (object: KubeObject): boolean => {
    const status = object['status'] as
      | { conditions?: Record<string, unknown>[]; observedGeneration?: number }
      | undefined;
    const found = status?.conditions?.find((one) => String(one['type']).toLowerCase() === type.toLowerCase());
    if (!found) return false;
    const observed = (found['observedGeneration'] as number | undefined) ?? status?.observedGeneration;
    if (observed !== undefined && observed < (object.metadata?.generation ?? 0)) return false;
    return String(found['status']).toLowerCase() === value.toLowerCase();
  };
  return { kind: 'met', met };
}

function jsonPathMet(text: string): WaitCondition {
  const { path, value } = splitJSONPath(text);
  const parsed = new JSONPath(path, { allowMissingKeys: true });
  const met = (object: KubeObject): boolean => {
    const results = parsed.find(object).flat();
    if (results.length === 0) return false;
    if (value === undefined) return true;
    if (results.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
    const [result] = results;
    if (typeof result === 'object' && result !== null) {
      throw new CommandError('jsonpath leads to a nested object or list which is not supported');
    }
    return String(result) === value;
  };
  return { kind: 'met', met };
}

/** `{.status.phase}=Running`: the path relaxed as `-o jsonpath` of columns has it. */
function splitJSONPath(text: string): { path: string; value?: string } {
  const close = text.startsWith('{') ? text.indexOf('}') : -1;
  const at = text.indexOf('=', Math.max(close, 0));
  const path = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? undefined : text.slice(at + 1).replace(/^["'](.*)["']$/, '$1');
  if (value === '')
    throw new CommandError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  const inner = /^\{?\.?([^{}]+)\}?$/.exec(path)?.[1];
  if (inner === undefined || path.startsWith('{') !== path.endsWith('}')) {
    throw new CommandError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return { path: `{.${inner}}`, ...(value === undefined ? {} : { value }) };
}
