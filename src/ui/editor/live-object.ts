/** A live object as a text to edit, and whether it has changed in the cluster meanwhile. Pure. */
import { dequal } from 'dequal';
import type { KubeObject } from '../../api/object.ts';
import { parseYaml } from '../../api/yaml.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

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
    [LAST_APPLIED]: _last,
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

/** True when `text` is what kubectl applied to the object last: then its newest state is the learner's own doing. */
export function wasApplied(text: string, object: KubeObject): boolean {
  try {
    const last: unknown = JSON.parse(object.metadata?.annotations?.[LAST_APPLIED] ?? 'null');
    return dequal(written(last), written(parseYaml(text)));
  } catch {
    return false;
  }
}

/** What was written, without what kubectl fills in or the server keeps. */
function written(manifest: unknown): unknown {
  const { metadata, ...rest } = manifest as KubeObject;
  const { resourceVersion: _version, namespace: _namespace, annotations = {}, ...meta } = metadata ?? {};
  return { ...rest, metadata: { ...meta, annotations } };
}
