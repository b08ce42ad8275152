/** A version's schema as decoding and OpenAPI want it (apiextensions-apiserver/pkg/controller/openapi/builder/builder.go). */
import { decodeStrict } from '../../../../api/schema/decode.ts';
import type { OwnSchema } from '../../registry/strategy.ts';
import { type CrdSpec, type CrdVersion, type Schema } from '../types.ts';
import { BEARER, prune } from './prune.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const TEXTS = {
  apiVersion:
    'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
  kind: 'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
  metadata:
    "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
};

export function ownSchema({ group, names }: CrdSpec, { name: version, schema }: CrdVersion): OwnSchema {
  const root = schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    definition: `${group.split('.').toReversed().join('.')}.${version}.${names.kind}`,
    decode(object) {
      const { metadata, ...rest } = object;
      const meta = decodeStrict(metadata === undefined ? {} : { metadata }, BEARER);
      if (meta.typeError !== undefined) return { ...meta, value: object };
      const unknown: string[] = [];
      const kept = prune(rest, root, '', unknown) as Record<string, unknown>;
      const value = 'metadata' in meta.value ? { ...kept, metadata: meta.value['metadata'] } : kept;
      return { unknown: [...meta.unknown, ...unknown].toSorted(), value };
    },
    openApi: () => published(root, { group, version, kind: names.kind }),
  };
}

function published(root: Schema, gvk: { group: string; version: string; kind: string }): Record<string, unknown> {
  const { properties = {}, ...rest } = root;
  return {
    ...rest,
    type: 'object',
    properties: {
      ...properties,
      apiVersion: { description: TEXTS.apiVersion, type: 'string' },
      kind: { description: TEXTS.kind, type: 'string' },
      metadata: { description: TEXTS.metadata, allOf: [{ $ref: `#/components/schemas/${META}` }] },
    },
    'x-kubernetes-group-version-kind': [gvk],
  };
}
