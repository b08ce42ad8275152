/** Request bodies (apiserver/pkg/endpoints/handlers/{create,patch}.go, serializer/json): JSON or YAML, of one kind. */
import type { KubeObject } from '../../../api/object.ts';
import { decodeProtobuf } from '../../../api/protobuf/decode.ts';
import { groupVersion } from '../../../api/resource.ts';
import { badRequest, unsupportedMediaType } from '../../../api/status-errors.ts';
import { scanJson } from '../../../api/go-json.ts';
import { StatusError, isStatusError } from '../../../api/status.ts';
import { yamlDuplicates } from '../../../api/yaml-duplicates.ts';
import type { Kinds } from '../core.ts';
import { isRecord } from '../patch/json.ts';
import type { Strategy } from '../registry/strategy.ts';
import { jsonText, parseJson, readYaml, yamlText } from './document.ts';

/** Upstream's MaxRequestBodyBytes. */
const LIMIT = 3 * 1024 * 1024;
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const utf8 = new TextEncoder();
const ACCEPTED = ['application/json', 'application/yaml', PROTOBUF];

/** Throws RequestEntityTooLarge. */
export async function bodyBytes(request: Request): Promise<Uint8Array> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > LIMIT) throw tooLarge();
  return bytes;
}

/** What strict decoding minds in a text that non-strict decoding takes. */
export interface Twice {
  /** Where JSON gives a field again. */
  paths: readonly string[];
  /** What YAML's decoder says of keys that are set again. */
  yaml?: string | undefined;
}

/** The body's value, undefined when it is empty; `twice` hears of fields given twice. Throws as `bodyText` and `parseBody`. */
export async function bodyValue(request: Request, must: string, twice?: (found: Twice) => void): Promise<unknown> {
  const type = mediaType(request);
  if (type !== PROTOBUF) {
    const bytes = await bodyBytes(request);
    if (bytes.length === 0 && must === 'DeleteOptions') return undefined;
    return parseBody(type, bytes, must, twice);
  }
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > LIMIT) throw tooLarge();
  if (bytes.length === 0 && must === 'DeleteOptions') return undefined;
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    const why = `${(error as Error).message} (${summary(bytes)})`;
    throw badRequest(`the object provided is unrecognized (must be of type ${must}): ${why}`);
  }
}

function tooLarge(): StatusError {
  const message = 'Request entity too large: limit is 3145728';
  const reason = 'RequestEntityTooLarge';
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code: 413,
  });
}

export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

/** Throws UnsupportedMediaType, BadRequest. `must` is the kind that is expected. */
function parseBody(type: string, bytes: Uint8Array, must: string, twice?: (found: Twice) => void): unknown {
  if (type !== '' && type !== 'application/json' && type !== 'application/yaml') {
    throw unsupportedMediaType(
      `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED.join(', ')}`,
    );
  }
  const yaml = type.endsWith('yaml');
  try {
    const text = yaml ? yamlText(bytes) : jsonText(bytes);
    // Null and an empty YAML document say nothing of the object: it is one of the kind, with nothing in it.
    const value = (yaml ? readYaml(text) : parseJson(text)) ?? {};
    twice?.(yaml ? { paths: [], yaml: yamlDuplicates(text) } : { paths: scanJson(text) });
    return value;
  } catch (error) {
    if (isStatusError(error)) throw error;
    const why = `${yaml ? '' : "couldn't get version/kind; json parse error: "}${(error as Error).message}`;
    throw badRequest(`the object provided is unrecognized (must be of type ${must}): ${why} (${summary(bytes)})`);
  }
}

/** The beginning of a body as an error shows it: JSON as it is, anything else in hexadecimal digits. */
function summary(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<empty>';
  const long = bytes.length > 30 ? ' ...' : '';
  if (bytes[0] === 0x7b) return new TextDecoder().decode(bytes.slice(0, 30)) + long;
  return Array.from(bytes.slice(0, 30), (byte) => byte.toString(16).padStart(2, '0')).join('') + long;
}

/** An object of the kind that the path is for. Throws BadRequest with the decoder's words. */
export function objectOf(kinds: Kinds, strategy: Strategy, value: unknown, kind = strategy.info.kind): KubeObject {
  const { info } = strategy;
  if (!isRecord(value)) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${goType(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${summary(utf8.encode(JSON.stringify(value)))})`,
    );
  }
  checkType(value, kind);
  const object = value as KubeObject;
  const version = object.apiVersion ?? groupVersion(info);
  if (kind === info.kind && ((object.kind ?? kind) !== kind || version !== groupVersion(info))) {
    throw wrongKind(kinds, info, String(object.kind ?? kind), String(version));
  }
  checkMetadata(object, kind, info.version);
  return object;
}

/** Throws BadRequest: without words for them nothing is known of the object (meta.SimpleMetaFactory.Interpret). */
function checkType(value: Record<string, unknown>, kind: string): void {
  for (const field of ['apiVersion', 'kind']) {
    const given = value[field];
    if (given === undefined || typeof given === 'string') continue;
    if (given === null) delete value[field];
    else {
      throw badRequest(
        `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${goType(given)} into Go struct field .${field} of type string (${summary(utf8.encode(JSON.stringify(value)))})`,
      );
    }
  }
}

function wrongKind(kinds: Kinds, info: Strategy['info'], kind: string, version: string): StatusError {
  const found = kinds.all.find((one) => one.info.kind === kind && groupVersion(one.info) === version);
  const short = version.split('/').pop();
  const home = info.group === '' ? 'core' : info.group.split('.')[0];
  const why = found
    ? `converting (${short}.${kind}) to (${home}.${info.kind}): unknown conversion`
    : `no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`;
  return badRequest(`${kind} in version "${short}" cannot be handled as a ${info.kind}: ${why}`);
}

/** The verbs rely on the types of metadata, so they are checked before anything looks at it. */
function checkMetadata(object: KubeObject, kind: string, version: string): void {
  const fail = (value: unknown, field: string, type: string): never => {
    throw badRequest(
      `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal ${goType(value)} into Go struct field ${field} of type ${type}`,
    );
  };
  const meta: unknown = object.metadata;
  if (meta === undefined || meta === null) {
    delete object.metadata;
    return;
  }
  if (!isRecord(meta)) return fail(meta, `${kind}.metadata`, 'v1.ObjectMeta');
  for (const field of ['name', 'generateName', 'namespace', 'uid', 'resourceVersion'] as const) {
    const value = meta[field];
    if (value === null) delete meta[field];
    else if (value !== undefined && typeof value !== 'string') fail(value, `ObjectMeta.metadata.${field}`, 'string');
  }
  for (const field of ['labels', 'annotations'] as const) {
    const value = meta[field];
    if (value === null || value === undefined) delete meta[field];
    else if (!isRecord(value)) fail(value, `ObjectMeta.metadata.${field}`, 'map[string]string');
    else {
      for (const key in value) {
        if (value[key] === null) value[key] = '';
        else if (typeof value[key] !== 'string') fail(value[key], `ObjectMeta.metadata.${field}`, 'string');
      }
    }
  }
  for (const field of ['finalizers', 'ownerReferences', 'managedFields'] as const) {
    const value = meta[field];
    if (value === null || value === undefined) delete meta[field];
    else if (!Array.isArray(value)) fail(value, `ObjectMeta.metadata.${field}`, '[]string');
  }
}

export function goType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
