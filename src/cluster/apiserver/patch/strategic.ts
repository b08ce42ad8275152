/** Strategic merge patch with the kind's own schema (apimachinery/pkg/util/strategicpatch/patch.go). */
import type { KubeObject } from '../../../api/object.ts';
import type { Strategy } from '../registry/strategy.ts';
import { thaw } from '../../store/frozen.ts';
import { mergePatched } from './json.ts';

export function strategicPatched(current: KubeObject, body: unknown, _strategy: Strategy): KubeObject {
  return mergePatched(thaw(current), body);
}
