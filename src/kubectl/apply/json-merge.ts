/** Three-way JSON merge patches, for kinds without merge keys (apimachinery/pkg/util/jsonmergepatch/patch.go). */
import { dequal } from 'dequal';
import type { KubeObject } from '../../api/object.ts';

export type Fields = Record<string, unknown>;

/** Adds and changes from current → modified, deletions from original → modified. */
export function threeWayJSONMerge(original: Fields, modified: Fields, current: Fields): Fields {
  return mergeFields(changes(current, modified), deletions(original, modified));
}

function changes(from: Fields, to: Fields): Fields {
  const patch: Fields = {};
  for (const [key, value] of Object.entries(to)) {
    const old = from[key];
    if (isFields(value) && isFields(old)) {
      const inner = changes(old, value);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (!dequal(old, value)) patch[key] = value;
  }
  return patch;
}

function deletions(from: Fields, to: Fields): Fields {
  const patch: Fields = {};
  for (const [key, value] of Object.entries(from)) {
    if (!(key in to)) patch[key] = null;
    else if (isFields(value) && isFields(to[key])) {
      const inner = deletions(value, to[key]);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    }
  }
  return patch;
}

function mergeFields(a: Fields, b: Fields): Fields {
  const merged = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const old = merged[key];
    merged[key] = isFields(old) && isFields(value) ? mergeFields(old, value) : value;
  }
  return merged;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Kubernetes' own groups have no dot, or end in k8s.io. */
export function isBuiltIn(object: KubeObject): boolean {
  const group = object.apiVersion?.includes('/') ? object.apiVersion.split('/')[0]! : '';
  return !group.includes('.') || (group.endsWith('.k8s.io') && group !== 'apiextensions.k8s.io');
}
