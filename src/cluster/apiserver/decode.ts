/** Decoding what comes from outside into a kind: type errors, unknown fields (apimachinery serializer/json strict). */
import { invalid } from '../../api/field-errors.ts';
import type { KubeObject } from '../../api/object.ts';
import { decodeStrict } from '../../api/schema/decode.ts';
import { definitionFor } from '../../api/schema/definitions.ts';
import { badRequest, invalidObject } from '../../api/status-errors.ts';
import type { Strategy } from './registry/strategy.ts';
import type { ChangeOptions } from './verbs-contract.ts';

/** What subresources take that is of another kind than the resource. */
const OTHERS: Readonly<Record<string, string>> = {
  Binding: 'v1',
  Eviction: 'policy/v1',
  Scale: 'autoscaling/v1',
  TokenRequest: 'authentication.k8s.io/v1',
};

/**
 * Throws BadRequest; unknown fields and those given `twice` are refused, warned of or dropped in silence, as
 * `fieldValidation` says. `kind` is what the subresource takes.
 */
export function decodeBody(
  strategy: Strategy,
  object: KubeObject,
  options: ChangeOptions,
  kind = strategy.info.kind,
  twice: readonly string[] = [],
): KubeObject {
  const own = kind === strategy.info.kind;
  const gvk = own ? strategy.info : { ...versionOf(OTHERS[kind] ?? ''), kind };
  const schema = own ? strategy.schema : undefined;
  return decode({ gvk, schema, twice }, object, options, (text) =>
    badRequest(`${kind} in version "${gvk.version}" cannot be handled as a ${kind}: ${text}`),
  );
}

function versionOf(groupVersion: string): { group: string; version: string } {
  const [version = '', group = ''] = groupVersion.split('/').toReversed();
  return { group, version };
}

/** As `decodeBody`, for the object that a patch made; `strategic` is the patch when it was one. Throws Invalid. */
export function decodePatched(
  strategy: Strategy,
  object: KubeObject,
  options: ChangeOptions,
  strategic?: unknown,
): KubeObject {
  // In-process callers are typed; what they patch is not decoded again.
  if (options.fieldValidation === undefined) return object;
  return decode({ gvk: strategy.info, schema: strategy.schema, twice: [] }, object, options, (text) => {
    const [shown, why] =
      strategic === undefined ? [JSON.stringify(object), text] : [goText(strategic), converted(text)];
    return invalidObject({ group: '', kind: '' }, '', [invalid('patch', shown, why)]);
  });
}

interface Wanted {
  gvk: { group: string; version: string; kind: string };
  schema: Strategy['schema'];
  /** Paths that the body gives twice. */
  twice: readonly string[];
}

/** Below a field that nobody knows nothing is looked at. */
function twiceKnown(paths: readonly string[], unknown: readonly string[]): string[] {
  const skipped = unknown.map((text) => JSON.parse(text.slice(text.indexOf('"'))) as string);
  const below = (path: string, field: string): boolean =>
    path === field || (path.startsWith(field) && /[.[]/.test(path[field.length] ?? ''));
  return paths
    .filter((path) => !skipped.some((field) => below(path, field)))
    .map((path) => `duplicate field ${JSON.stringify(path)}`);
}

function decode(
  { gvk, schema, twice }: Wanted,
  object: KubeObject,
  options: ChangeOptions,
  refuse: (text: string) => Error,
): KubeObject {
  const definition = definitionFor(gvk);
  if (!schema && !definition) return object;
  const { typeError, unknown: unknownOnly, value } = schema ? schema.decode(object) : decodeStrict(object, definition!);
  if (typeError !== undefined) throw refuse(typeError);
  const unknown = [...(options.faults ?? []), ...unknownOnly, ...twiceKnown(twice, unknownOnly)];
  if (unknown.length > 0 && options.fieldValidation === 'Strict') {
    throw refuse(`strict decoding error: ${unknown.join(', ')}`);
  }
  if (options.fieldValidation !== 'Ignore') for (const one of unknown) options.warn?.(one);
  return value as KubeObject;
}

/** As Go prints a decoded value: `map[spec:map[replicas:x]]`. */
function goText(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, inner]) => `${key}:${goText(inner)}`).join(' ')}]`;
}

const GO_KINDS: Readonly<Record<string, string>> = { number: 'int64', object: 'map', array: 'slice' };

/** What a strategic patch made is converted, not decoded (runtime.DefaultUnstructuredConverter): other words for it. */
function converted(text: string): string {
  const [, from = '', to = ''] =
    /^json: cannot unmarshal (\w+).* into Go struct field \S+ of type (\S+)$/.exec(text) ?? [];
  if (from === '') return text;
  const kind = GO_KINDS[from] ?? from;
  if (to.startsWith('[]')) return `cannot restore slice from ${kind}`;
  if (to.startsWith('map')) return `cannot restore map from ${kind}`;
  if (to.includes('.')) return `cannot restore struct from: ${kind}`;
  return to === 'string' && from === 'number' ? 'cannot convert int64 to string' : `unrecognized type: ${to}`;
}
