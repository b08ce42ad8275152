/** `--overrides` of `run` and `expose`: a last word on the generated object (kubectl/pkg/cmd/util/override_options.go). */
import type { KubeObject } from '../../api/object.ts';
import { applyMergePatch, type Json } from '../../api/patch/json-merge-patch.ts';
import { patchSchemaOf } from '../../api/patch/patch-keys.ts';
import { applyStrategicMergePatch } from '../../api/patch/strategic-merge.ts';
import { parseYaml } from '../../api/yaml.ts';
import { CommandError, plainMessage } from '../errors.ts';
import type { Flags, FlagSpec } from '../flags.ts';

export const overrideFlags: readonly FlagSpec[] = [
  {
    name: 'overrides',
    type: 'string',
    default: '',
    usage:
      'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
  },
  {
    name: 'override-type',
    type: 'string',
    default: 'merge',
    usage: 'The method used to override the generated object: json, merge, or strategic.',
  },
];

export function overridden(object: KubeObject, flags: Flags): KubeObject {
  const text = flags.string('overrides');
  if (text === '') return object;
  const type = flags.string('override-type');
  if (type !== 'merge' && type !== 'strategic') {
    const why = type === 'json' ? 'is not part of this kubectl' : 'must be one of json, merge, strategic';
    throw new CommandError(`invalid override type: ${JSON.stringify(type)} ${why}`);
  }
  let patch: Json;
  try {
    patch = parseYaml(text) as Json;
  } catch (error) {
    throw new CommandError(`Invalid JSON Patch: ${plainMessage(error)}`);
  }
  const target = object as unknown as Json;
  const result =
    type === 'merge' ? applyMergePatch(target, patch) : applyStrategicMergePatch(target, patch, patchSchemaOf(object));
  return result as KubeObject;
}
