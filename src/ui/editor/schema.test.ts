import { describe, expect, it } from 'vitest';
import { schemaOf } from './schema.ts';

const gvk = { group: 'apps', version: 'v1', kind: 'Deployment' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** A kind, and a schema of schemas: its fields are called as JSON schema's own words are. */
const document = {
  paths: { '/apis/apps/v1/deployments': { post: { 'x-kubernetes-group-version-kind': gvk } } },
  components: {
    schemas: {
      Deployment: {
        type: 'object',
        'x-kubernetes-group-version-kind': [gvk],
        properties: {
          spec: { allOf: [ref('Spec')], default: {}, description: 'what is wanted' },
          maxSurge: { type: 'string', format: 'int-or-string' },
        },
      },
      Spec: { type: 'object', properties: { replicas: { type: 'integer', default: 1 } } },
      Props: {
        type: 'object',
        properties: {
          $ref: { type: 'string' },
          default: ref('Spec'),
          enum: { type: 'array', items: ref('Spec') },
          allOf: { type: 'array', items: ref('Props') },
          properties: { type: 'object', additionalProperties: ref('Props') },
        },
      },
    },
  },
};

describe('the schema of manifests', () => {
  const schema = schemaOf([document]);
  const definitions = schema.definitions as Record<string, { properties: Record<string, object> }>;

  it('points at definitions of its own, whatever the fields are called', () => {
    const refs = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '');
    expect(refs.length).toBe(6);
    for (const to of refs) expect(definitions[to.replace('#/definitions/', '')]).toBeDefined();
  });

  it('keeps fields whose names are words of JSON schema', () => {
    const fields = definitions['Props']?.properties;
    expect(fields?.['allOf']).toEqual({ type: 'array', items: { $ref: '#/definitions/Props' } });
    expect(Object.keys(fields ?? {})).toEqual(['$ref', 'default', 'enum', 'allOf', 'properties']);
  });

  it('unwraps a lone reference, takes numbers for words, and allows no other fields', () => {
    expect(definitions['Deployment']).toMatchObject({
      additionalProperties: false,
      properties: {
        spec: { $ref: '#/definitions/Spec', default: {}, description: 'what is wanted' },
        maxSurge: { oneOf: [{ type: 'integer' }, { type: 'string' }] },
      },
    });
  });
});
