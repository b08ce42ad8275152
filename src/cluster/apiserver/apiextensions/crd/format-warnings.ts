/** Formats of strings that nobody checks (apiextensions-apiserver/pkg/apiserver/validation/formats.go). */
import type { KubeObject } from '../../../../api/object.ts';

/** Dashes do not count. */
const KNOWN = new Set(
  [
    'bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn hexcolor',
    'rgbcolor byte password date duration datetime k8sshortname k8slongname',
  ].flatMap((line) => line.split(' ')),
);

export function warnOfFormats(crd: KubeObject, warn: (message: string) => void): void {
  const { versions = [] } = (crd['spec'] ?? {}) as { versions?: { schema?: { openAPIV3Schema?: unknown } }[] };
  const unknown = new Set<string>();
  for (const { schema } of versions) collect(schema?.openAPIV3Schema, unknown);
  for (const format of [...unknown].toSorted()) warn(`unrecognized format ${JSON.stringify(format)}`);
}

/** Where schemas stand in a schema: as a value, in a list, or by name. */
const SCHEMAS = ['items', 'not', 'additionalProperties', 'allOf', 'anyOf', 'oneOf'] as const;

function collect(schema: unknown, into: Set<string>): void {
  if (schema === null || typeof schema !== 'object') return;
  if (Array.isArray(schema)) return schema.forEach((one) => collect(one, into));
  const { type, format, properties, ...rest } = schema as Record<string, unknown>;
  if (type === 'string' && typeof format === 'string' && format !== '' && !KNOWN.has(format.replaceAll('-', '')))
    into.add(format);
  for (const field of SCHEMAS) collect(rest[field], into);
  if (properties !== null && typeof properties === 'object') collect(Object.values(properties), into);
}
