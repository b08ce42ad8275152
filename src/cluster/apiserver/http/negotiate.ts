/** Content negotiation (apiserver/pkg/endpoints/handlers/negotiation/negotiate.go). */
import { notAcceptable } from '../../../api/status-errors.ts';
import type { StatusError } from '../../../api/status.ts';

/** How an answer is written down. */
export interface Form {
  format: 'json' | 'yaml' | 'protobuf';
  /** Indented, for who reads it himself. */
  pretty: boolean;
}

export interface Accepted extends Form {
  /** What the answer is to be turned into. */
  as: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | 'APIGroupDiscoveryList' | undefined;
  group: string;
  version: string;
}

const PLAIN = { as: undefined, group: '', version: '' } as const;
const TYPES = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** The first clause that can be served; protobuf only for those who take nothing else. Throws NotAcceptable. */
export function negotiate(request: Request, transforms: readonly string[]): Accepted {
  const accept = request.headers.get('accept');
  const pretty = isPretty(request);
  if (!accept?.trim()) return { format: 'json', pretty, ...PLAIN };
  for (const clause of accept.split(',')) {
    const [type = '', ...params] = clause.split(';').map((part) => part.trim());
    const format = formatOf(type.toLowerCase());
    if (!format) continue;
    const fields = new Map(params.map((param) => param.split('=', 2) as [string, string]));
    const as = fields.get('as');
    if (as === undefined) return { format, pretty, ...PLAIN };
    if (!transforms.includes(as) || !known(as, fields)) continue;
    return { format, pretty, as: as as Accepted['as'], group: fields.get('g') ?? '', version: fields.get('v') ?? '' };
  }
  if (isOnlyProtobuf(accept)) return { format: 'protobuf', pretty: false, ...PLAIN };
  throw unacceptable();
}

export function unacceptable(): StatusError {
  return notAcceptable(`only the following media types are accepted: ${TYPES}`);
}

/** Whether it asks for objects as they are, in protobuf. */
function isOnlyProtobuf(accept: string): boolean {
  const clauses = accept.split(',').map((clause) => clause.trim().toLowerCase());
  return clauses.some((clause) => /^application\/vnd\.kubernetes\.protobuf(?:$|;(?!.*as=))/.test(clause));
}

/** Whether that group and version have such a kind. */
function known(as: string, fields: ReadonlyMap<string, string>): boolean {
  const group = fields.get('g') ?? '';
  const version = fields.get('v') ?? '';
  if (as === 'APIGroupDiscoveryList') return group === 'apidiscovery.k8s.io' && /^v2(?:beta1)?$/.test(version);
  return group === 'meta.k8s.io' && /^v1(?:beta1)?$/.test(version);
}

function formatOf(type: string): Accepted['format'] | undefined {
  if (type === 'application/json' || type === '*/*' || type === 'application/*') return 'json';
  if (type === 'application/yaml') return 'yaml';
  return undefined;
}

const PEOPLE = /^(curl|Wget|Mozilla\/5\.0)/;
const TRUE = new Set(['1', 't', 'T', 'true', 'True', 'TRUE']);

/** Whether `?pretty` asks for it, or the client is one that people look through. */
function isPretty(request: Request): boolean {
  const asked = new URL(request.url).searchParams.get('pretty');
  if (asked) return TRUE.has(asked);
  return PEOPLE.test(request.headers.get('user-agent') ?? '');
}

/** For an error: a broken Accept header must not keep it from being told. */
export function formOf(request: Request): Form {
  const accept = request.headers.get('accept') ?? '';
  const protobuf = isOnlyProtobuf(accept) && !/json|\*\/\*/.test(accept);
  const format = accept.startsWith('application/yaml') ? 'yaml' : protobuf ? 'protobuf' : 'json';
  return { format, pretty: isPretty(request) };
}
