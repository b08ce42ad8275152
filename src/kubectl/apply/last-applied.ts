/** The kubectl.kubernetes.io/last-applied-configuration annotation (kubectl/pkg/util/apply.go). */
import type { KubeObject } from '../../api/object.ts';
import { escapeHTML, goJSON } from '../../api/go-format.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The configuration an object was last applied with, as JSON text; undefined when it never was. */
export function lastApplied(object: KubeObject): string | undefined {
  return object.metadata?.annotations?.[LAST_APPLIED];
}

/** A generated object with its own JSON, fields as they stand, in the annotation. */
export function withLastApplied(object: KubeObject): KubeObject {
  return annotate(object, `${escapeHTML(JSON.stringify(withoutLastApplied(object)))}\n`);
}

/** An object out of a file: keys sorted, and `annotations` there even when empty, as unstructured objects have it. */
export function withLastAppliedOfFile(object: KubeObject): KubeObject {
  return annotate(object, `${goJSON(withAnnotations(object))}\n`);
}

/** Without the annotation itself, but with `annotations`, so that none of the live ones seems taken away. */
export function withAnnotations(object: KubeObject): KubeObject {
  const bare = withoutLastApplied(object);
  return { ...bare, metadata: { ...bare.metadata, annotations: bare.metadata?.annotations ?? {} } };
}

function annotate(object: KubeObject, text: string): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, [LAST_APPLIED]: text } },
  };
}

function withoutLastApplied(object: KubeObject): KubeObject {
  if (object.metadata?.annotations?.[LAST_APPLIED] === undefined) return object;
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations;
  return { ...object, metadata: { ...object.metadata, annotations } };
}
