/** An object as it is sent to be created: a version it was read at means nothing then (cli-runtime resource/helper.go). */
import type { KubeObject } from '../../api/object.ts';

export function unversioned(object: KubeObject): KubeObject {
  if (!object.metadata?.resourceVersion) return object;
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
