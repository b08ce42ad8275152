/** `--overrides` of `run` and `expose`: a last word on the generated object (kubectl/pkg/cmd/util/override_options.go). */
import type { KubeObject } from '../../api/object.ts';
import { applyMergePatch, type Json } from '../../api/patch/json-merge-patch.ts';
import { applyJsonPatch } from '../../api/patch/json-patch.ts';
import { patchSchemaOf } from '../../api/patch/patch-keys.ts';
import { applyStrategicMergePatch } from '../../api/patch/strategic-merge.ts';
import { parseYaml } from '../../api/yaml.ts';
import { CommandError } from '../errors.ts';
import type { Flags, FlagSpec } from '../flags.ts';
import { asTyped } from '../local-objects.ts';

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
  if (!['json', 'merge', 'strategic'].includes(type))
    throw new CommandError(`invalid override type: ${JSON.stringify(type)} must be one of json, merge, strategic`);
  let patch: Json;
  try {
    patch = parseYaml(text) as Json;
  } catch {
    throw new CommandError('Invalid JSON Patch');
  }
  if (type === 'json') return applyJsonPatch(structuredClone(object), patch as unknown as unknown[]) as KubeObject;
  const target = object as unknown as Json;
  const result =
    type === 'merge' ? applyMergePatch(target, patch) : applyStrategicMergePatch(target, patch, patchSchemaOf(object));
  return object.kind === 'Pod' ? asTyped(result as KubeObject, ['spec']) : (result as KubeObject);
}
