/** A live object as a text to edit, and whether it has changed in the cluster meanwhile. Pure. */
import type { KubeObject } from '../../api/object.ts';

/** What nobody edits by hand: it is the server's, and it changes all the time. */
export function editable(object: KubeObject): KubeObject {
  const { status: _status, metadata = {}, ...rest } = object;
  const {
    managedFields: _managed,
    uid: _uid,
    creationTimestamp: _created,
    generation: _generation,
    ...kept
  } = metadata;
  const {
    'kubectl.kubernetes.io/last-applied-configuration': _last,
    'deployment.kubernetes.io/revision': _revision,
    ...annotations
  } = kept.annotations ?? {};
  const { annotations: _all, ...meta } = kept;
  return { ...rest, metadata: { ...meta, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) } };
}

/** True when somebody changed what can be edited since `base` was read. Status and the like do not count. */
export function hasChanged(base: KubeObject, current: KubeObject): boolean {
  const plain = (object: KubeObject): string => {
    const { metadata, ...rest } = editable(object);
    const { resourceVersion: _version, ...meta } = metadata ?? {};
    return JSON.stringify([rest, meta]);
  };
  return plain(base) !== plain(current);
}
