/** The annotation that client-side apply leaves, as server-side apply takes over from it (lastappliedmanager.go). */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../api/object.ts';
import { fieldsOf, isWhole, listOf, recordOf, shapeOf } from './compare.ts';
import { type FieldSet, LEAF, Children, difference } from './field-set.ts';
import { DEDUCED, type FieldType } from './field-types.ts';
import { itemsByElement } from './path-element.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The fields of the annotation whose values the live object still has. */
export function lastAppliedFields(live: KubeObject, type: FieldType): FieldSet | undefined {
  const text = live.metadata?.annotations?.[LAST_APPLIED];
  if (!text) return undefined;
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return undefined;
  }
  return difference(fieldsOf(config, type), differing(config, live, type));
}

/** Leaves of `config` that `live` has otherwise or not at all. */
function differing(config: unknown, live: unknown, type: FieldType): FieldSet | undefined {
  const shape = shapeOf(type, config);
  if (isWhole(shape)) return dequal(config, live) ? undefined : LEAF;
  const children = new Children();
  if (shape.kind === 'list') {
    const there = itemsByElement(listOf(live), shape);
    for (const [element, [item]] of itemsByElement(listOf(config), shape)) {
      children.add(element, differing(item, there.get(element)?.[0], shape.item));
    }
  } else if (shape.kind === 'map') {
    const [from, to] = [recordOf(config), recordOf(live)];
    for (const key of Object.keys(from)) {
      const inner = differing(from[key], Object.hasOwn(to, key) ? to[key] : undefined, shape.field(key) ?? DEDUCED);
      children.add(`f:${key}`, inner);
    }
  }
  return children.node(false);
}

/** The object with the applied configuration in the annotation, so that a client-side apply can follow. */
export function withLastApplied(object: KubeObject, config: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _, ...annotations } = config.metadata?.annotations ?? {};
  const { managedFields: __, annotations: ___, ...metadata } = config.metadata ?? {};
  const bare = { ...config, metadata: { ...metadata, annotations } };
  const text = `${JSON.stringify(sorted(bare))}\n`;
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, [LAST_APPLIED]: text } },
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
