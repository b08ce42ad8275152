/** Kubernetes' conformance tests of CustomResourceDefinitions and field validation (sig-api-machinery). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeList, KubeObject } from '../../api/object.ts';
import { createStage, type Stage } from './conformance-stage.ts';

let stage: Stage;
let ns: string;
beforeAll(async () => {
  stage = await createStage();
  ns = await stage.namespace();
});
afterAll(() => stage.stop());

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const MERGE = { 'content-type': 'application/merge-patch+json' };
const APPLY = { 'content-type': 'application/apply-patch+yaml' };
type Schema = Record<string, unknown>;
interface Crd extends KubeObject {
  spec: { versions: { name: string; served: boolean; storage: boolean; schema: Schema }[] };
  status?: { conditions?: { type: string; status: string }[] };
}
const open: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function definition(
  plural: string,
  versions: readonly string[],
  schema: Schema,
  group = 'e2e.example.com',
): KubeObject {
  const kind = `E2e${plural[0]!.toUpperCase()}${plural.slice(1, -1)}`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, labels: { e2e: plural } },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, singular: plural.slice(0, -1), kind, listKind: `${kind}List` },
      versions: versions.map((name, i) => ({
        name,
        served: true,
        storage: i === 0,
        schema: { openAPIV3Schema: schema },
        subresources: { status: {} },
      })),
    },
  };
}

async function define(
  plural: string,
  versions: readonly string[],
  schema: Schema,
  group?: string,
): Promise<{ crd: string; at: string; kind: string; group: string }> {
  const body = definition(plural, versions, schema, group);
  await stage.ok('POST', CRDS, body);
  const crd = `${CRDS}/${body.metadata?.name}`;
  const established = async (): Promise<boolean> =>
    (await stage.get<Crd>(crd)).status?.conditions?.some(
      ({ type, status }) => type === 'Established' && status === 'True',
    ) ?? false;
  await stage.until(established, `${plural} established`);
  const spec = body['spec'] as { group: string; names: { kind: string } };
  const at = `/apis/${spec.group}/${versions[0]}/namespaces/${ns}/${plural}`;
  return { crd, at, kind: spec.names.kind, group: spec.group };
}

describe('[sig-api-machinery] CustomResourceDefinition resources', () => {
  test('[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition creating/deleting custom resource definition objects works [Conformance]', async () => {
    const { crd, at } = await define('makers', ['v1'], open);
    expect((await stage.list(at)).items).toEqual([]);
    await stage.ok('DELETE', crd);
    await stage.until(async () => (await stage.send('GET', crd)).code === 404);
    await stage.until(async () => (await stage.send('GET', at)).code === 404);
  });

  test('[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition listing custom resource definition objects works [Conformance]', async () => {
    for (let i = 0; i < 10; i++) {
      const one = definition(`lists${i}s`, ['v1'], open);
      await stage.ok('POST', CRDS, { ...one, metadata: { ...one.metadata, labels: { e2e: 'list' } } });
    }
    const query = `${CRDS}?labelSelector=e2e%3Dlist`;
    expect((await stage.list(query)).items).toHaveLength(10);
    await stage.ok('DELETE', query);
    await stage.until(async () => (await stage.list(query)).items.length === 0);
  });

  test('[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition getting/updating/patching custom resource definition status sub-resource works [Conformance]', async () => {
    const { crd } = await define('states', ['v1'], open);
    const now = await stage.get<Crd>(`${crd}/status`);
    const updated = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' };
    const conditions = [...(now.status?.conditions ?? []), updated];
    const next = await stage.ok<Crd>('PUT', `${crd}/status`, { ...now, status: { ...now.status, conditions } });
    expect(next.status?.conditions).toContainEqual(expect.objectContaining({ type: 'StatusUpdate' }));
    const patched = await stage.patch<Crd>(`${crd}/status`, {
      status: { conditions: [...conditions, { ...updated, type: 'StatusPatched' }] },
    });
    expect(patched.status?.conditions).toContainEqual(expect.objectContaining({ type: 'StatusPatched' }));
  });

  test('[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] should include custom resource definition resources in discovery documents [Conformance]', async () => {
    const { groups } = await stage.get<{ groups: { name: string; versions: object[] }[] }>('/apis');
    expect(groups.find(({ name }) => name === 'apiextensions.k8s.io')?.versions).toEqual([
      { groupVersion: 'apiextensions.k8s.io/v1', version: 'v1' },
    ]);
    expect(await stage.get('/apis/apiextensions.k8s.io')).toMatchObject({ name: 'apiextensions.k8s.io' });
    const { resources } = await stage.get<{ resources: { name: string }[] }>('/apis/apiextensions.k8s.io/v1');
    expect(resources.map(({ name }) => name)).toContain('customresourcedefinitions');
  });

  test('[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] custom resource defaulting for requests and from storage works [Conformance]', async () => {
    const schema = (a?: string, b?: string): Schema => ({
      type: 'object',
      properties: {
        a: { type: 'string', ...(a ? { default: a } : {}) },
        b: { type: 'string', ...(b ? { default: b } : {}) },
      },
    });
    const { crd, at, kind, group } = await define('defaults', ['v1'], schema());
    await stage.ok('POST', at, { apiVersion: `${group}/v1`, kind, metadata: { name: 'stored' } });
    const now = await stage.get<Crd>(crd);
    const versions = now.spec.versions.map((one) => ({ ...one, schema: { openAPIV3Schema: schema('A') } }));
    await stage.ok('PUT', crd, { ...now, spec: { ...now.spec, versions } });
    await stage.until(async () => (await stage.get(`${at}/stored`))['a'] === 'A', 'a default from storage');
    expect(await stage.ok('POST', at, { apiVersion: `${group}/v1`, kind, metadata: { name: 'asked' } })).toMatchObject({
      a: 'A',
    });
    const later = await stage.get<Crd>(crd);
    const replaced = later.spec.versions.map((one) => ({
      ...one,
      schema: { openAPIV3Schema: schema(undefined, 'B') },
    }));
    await stage.ok('PUT', crd, { ...later, spec: { ...later.spec, versions: replaced } });
    await stage.until(async () => (await stage.get(`${at}/stored`))['b'] === 'B', 'b default');
    // What came by a request was kept; what came from storage only was not.
    expect((await stage.get(`${at}/asked`))['a']).toBe('A');
    expect((await stage.get(`${at}/stored`))['a']).toBeUndefined();
  });

  test('[sig-api-machinery] CustomResourceDefinition Watch [Privileged:ClusterAdmin] CustomResourceDefinition Watch watch on custom resource definition objects [Conformance]', async () => {
    const { at, kind, group } = await define('watches', ['v1'], open);
    const watching = await stage.watch(at);
    for (const name of ['name1', 'name2'])
      await stage.ok('POST', at, { apiVersion: `${group}/v1`, kind, metadata: { name } });
    for (const name of ['name1', 'name2']) await stage.patch(`${at}/${name}`, { dummy: 'test' });
    for (const name of ['name1', 'name2']) await stage.ok('DELETE', `${at}/${name}`);
    await stage.until(() => watching.events.length === 6);
    expect(watching.events.map(({ type }) => type)).toEqual([
      'ADDED',
      'ADDED',
      'MODIFIED',
      'MODIFIED',
      'DELETED',
      'DELETED',
    ]);
    expect(watching.events[5]?.object).toMatchObject({ kind, dummy: 'test', metadata: { name: 'name2' } });
    watching.stop();
  });

  const AGGREGATED = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
  test.each([
    '[sig-api-machinery] AggregatedDiscovery should support aggregated discovery interface for CRDs [Conformance]',
    '[sig-api-machinery] AggregatedDiscovery should support raw aggregated discovery request for CRDs [Conformance]',
  ])('%s', async (title) => {
    const plural = title.includes(' raw ') ? 'raws' : 'discos';
    const { crd, group } = await define(plural, ['v1', 'v2'], open, `${plural}.example.com`);
    const found = async (): Promise<KubeObject | undefined> =>
      (await stage.ok<KubeList>('GET', '/apis', undefined, AGGREGATED)).items.find(
        ({ metadata }) => metadata?.name === group,
      );
    await stage.until(async () => (await found()) !== undefined);
    expect(await found()).toMatchObject({
      versions: ['v2', 'v1'].map((version) => ({ version, resources: [{ resource: plural, scope: 'Namespaced' }] })),
    });
    await stage.ok('DELETE', crd);
    await stage.until(async () => (await found()) === undefined);
  });
});

describe('[sig-api-machinery] CustomResourcePublishOpenAPI', () => {
  const name = (of: string): string =>
    `[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] ${of} [Conformance]`;
  interface Document {
    definitions: Record<string, Schema>;
    paths: Record<string, unknown>;
  }
  const published = async (group: string, version: string, kind: string): Promise<Schema | undefined> => {
    const { definitions } = await stage.get<Document>('/openapi/v2');
    const reversed = group.split('.').toReversed().join('.');
    return definitions[`${reversed}.${version}.${kind}`];
  };
  const shape: Schema = {
    type: 'object',
    description: 'Foo CRD for Testing',
    properties: {
      spec: {
        type: 'object',
        description: 'Specification of Foo',
        properties: {
          bars: {
            type: 'array',
            items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
          },
        },
      },
    },
  };

  test(name('works for CRD with validation schema'), async () => {
    const { group, kind } = await define('shapes', ['v1'], shape);
    expect(await published(group, 'v1', kind)).toMatchObject({
      description: 'Foo CRD for Testing',
      properties: { ...(shape['properties'] as object), apiVersion: {}, kind: {}, metadata: {} },
      'x-kubernetes-group-version-kind': [{ group, kind, version: 'v1' }],
    });
    const { paths } = await stage.get<Document>('/openapi/v2');
    expect(Object.keys(paths)).toContain(`/apis/${group}/v1/namespaces/{namespace}/shapes/{name}/status`);
  });

  test(name('works for CRD without validation schema'), async () => {
    const { group, kind } = await define('openers', ['v1'], open);
    expect(await published(group, 'v1', kind)).toMatchObject({
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    });
  });

  test(name('works for CRD preserving unknown fields at the schema root'), async () => {
    const { group, kind } = await define('roots', ['v1'], { ...open, properties: { spec: { type: 'object' } } });
    expect(await published(group, 'v1', kind)).toMatchObject({ 'x-kubernetes-preserve-unknown-fields': true });
  });

  test(name('works for CRD preserving unknown fields in an embedded object'), async () => {
    const embedded = { ...open, 'x-kubernetes-embedded-resource': true };
    const { group, kind } = await define('embeds', ['v1'], { type: 'object', properties: { spec: embedded } });
    expect(await published(group, 'v1', kind)).toMatchObject({
      properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    });
  });

  test(name('works for multiple CRDs of different groups'), async () => {
    const one = await define('firsts', ['v1'], shape, 'first.example.com');
    const two = await define('seconds', ['v1'], shape, 'second.example.com');
    for (const { group, kind } of [one, two]) expect(await published(group, 'v1', kind)).toBeDefined();
  });

  test(name('works for multiple CRDs of same group but different versions'), async () => {
    const { group, kind } = await define('twins', ['v2', 'v3'], shape);
    const later = await define('trins', ['v4'], shape);
    for (const version of ['v2', 'v3']) expect(await published(group, version, kind)).toBeDefined();
    expect(await published(later.group, 'v4', later.kind)).toBeDefined();
  });

  test(name('works for multiple CRDs of same group and version but different kinds'), async () => {
    const one = await define('lefts', ['v6'], shape);
    const two = await define('rights', ['v6'], shape);
    for (const { group, kind } of [one, two]) expect(await published(group, 'v6', kind)).toBeDefined();
  });

  test(name('updates the published spec when one version gets renamed'), async () => {
    const { crd, group, kind } = await define('renames', ['v2', 'v3'], shape);
    const now = await stage.get<Crd>(crd);
    const versions = now.spec.versions.map((one) => (one.name === 'v3' ? { ...one, name: 'v4' } : one));
    await stage.ok('PUT', crd, { ...now, spec: { ...now.spec, versions } });
    await stage.until(async () => (await published(group, 'v4', kind)) !== undefined);
    expect(await published(group, 'v3', kind)).toBeUndefined();
    expect(await published(group, 'v2', kind)).toBeDefined();
  });

  test(name('removes definition from spec when one version gets changed to not be served'), async () => {
    const { crd, group, kind } = await define('unserved', ['v5', 'v6alpha1'], shape);
    const now = await stage.get<Crd>(crd);
    const versions = now.spec.versions.map((one) => (one.name === 'v6alpha1' ? { ...one, served: false } : one));
    await stage.ok('PUT', crd, { ...now, spec: { ...now.spec, versions } });
    await stage.until(async () => (await published(group, 'v6alpha1', kind)) === undefined);
    expect(await published(group, 'v5', kind)).toBeDefined();
  });
});

describe('[sig-api-machinery] FieldValidation', () => {
  const name = (of: string): string => `[sig-api-machinery] FieldValidation ${of} [Conformance]`;
  const strict = 'fieldManager=field_validation_test&fieldValidation=Strict';
  const deployments = (): string => `/apis/apps/v1/namespaces/${ns}/deployments`;

  test(name('should detect unknown and duplicate fields of a typed object'), async () => {
    const text = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","labels":{"app":"nginx"}},"spec":{"unknown1":"val1","unknownDupe":"valDupe","unknownDupe":"valDupe2","paused":true,"paused":false,"selector":{"matchLabels":{"app":"nginx"}},"template":{"metadata":{"labels":{"app":"nginx"}},"spec":{"containers":[{"name":"nginx","image":"nginx","unknownNested":"val1","imagePullPolicy":"Always","imagePullPolicy":"Never"}]}}}}`;
    const { message } = await stage.refused('POST', `${deployments()}?${strict}`, text);
    for (const part of [
      'strict decoding error: ',
      'unknown field "spec.template.spec.containers[0].unknownNested"',
      'duplicate field "spec.template.spec.containers[0].imagePullPolicy"',
      'unknown field "spec.unknown1"',
      'unknown field "spec.unknownDupe"',
      'duplicate field "spec.paused"',
    ])
      expect(message).toContain(part);
    expect(message).not.toContain('duplicate field "spec.unknownDupe"');
  });

  test(name('should detect unknown metadata fields of a typed object'), async () => {
    const text = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","unknownMeta":"unknownVal","labels":{"app":"nginx"}},"spec":{"selector":{"matchLabels":{"app":"nginx"}},"template":{"metadata":{"labels":{"app":"nginx"}},"spec":{"containers":[{"name":"nginx","image":"nginx"}]}}}}`;
    const { message } = await stage.refused('POST', `${deployments()}?${strict}`, text);
    expect(message).toContain('strict decoding error: unknown field "metadata.unknownMeta"');
  });

  const typed: Schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          foo: { type: 'string' },
          cronSpec: { type: 'string' },
          ports: {
            type: 'array',
            'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
            'x-kubernetes-list-type': 'map',
            items: {
              type: 'object',
              required: ['containerPort', 'protocol'],
              properties: {
                containerPort: { type: 'integer' },
                protocol: { type: 'string' },
                hostPort: { type: 'integer' },
              },
            },
          },
        },
      },
    },
  };

  test(name('should create/apply a valid CR for CRD with validation schema'), async () => {
    const { at, kind, group } = await define('valids', ['v1'], typed);
    const text = `{"apiVersion":"${group}/v1","kind":"${kind}","metadata":{"name":"mytest","finalizers":["e2e.example.com/f"]},"spec":{"foo":"foo1","cronSpec":"* * * * */5","ports":[{"containerPort":8080,"protocol":"TCP"}]}}`;
    await stage.ok('PATCH', `${at}/mytest?${strict}`, text, APPLY);
    await stage.ok('POST', `${at}?${strict}`, text.replace('mytest', 'created'));
  });

  test(name('should create/apply a CR with unknown fields for CRD with no validation schema'), async () => {
    const { at, kind, group } = await define('loose', ['v1'], open);
    const text = `{"apiVersion":"${group}/v1","kind":"${kind}","metadata":{"name":"mytest"},"spec":{"foo":"foo1","unknown":[1]}}`;
    await stage.ok('PATCH', `${at}/mytest?${strict}`, text, APPLY);
    await stage.ok('POST', `${at}?${strict}`, text.replace('mytest', 'created'));
  });

  test(name('should create/apply an invalid CR with extra properties for CRD with validation schema'), async () => {
    const { at, kind, group } = await define('extras', ['v1'], typed);
    const text = `{"apiVersion":"${group}/v1","kind":"${kind}","metadata":{"name":"mytest"},"spec":{"extraProperty":"arbitrary","foo":"foo1"}}`;
    const applied = await stage.refused('PATCH', `${at}/mytest?${strict}`, text, APPLY);
    expect(applied.message).toContain('.spec.extraProperty: field not declared in schema');
    const made = await stage.refused('POST', `${at}?${strict}`, text);
    expect(made.message).toContain('strict decoding error: unknown field "spec.extraProperty"');
  });

  test(name('should detect unknown metadata fields in both the root and embedded object of a CR'), async () => {
    const embedded = {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    };
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { template: embedded } } } };
    const { at, kind, group } = await define('metas', ['v1'], schema);
    const text = `{"apiVersion":"${group}/v1","kind":"${kind}","metadata":{"name":"mytest","unknownMeta":"x"},"spec":{"template":{"apiVersion":"foo/v1","kind":"Sub","metadata":{"unknownSubMeta":"foo","name":"subobject"}}}}`;
    const { message } = await stage.refused('POST', `${at}?${strict}`, text);
    expect(message).toContain('strict decoding error: ');
    expect(message).toContain('unknown field "spec.template.metadata.unknownSubMeta"');
    expect(message).toContain('unknown field "metadata.unknownMeta"');
  });

  test(name('should detect duplicates in a CR when preserving unknown fields'), async () => {
    const schema = {
      type: 'object',
      properties: { spec: { ...open, properties: { knownField1: { type: 'string' } } } },
    };
    const { at, kind, group } = await define('dupes', ['v1'], schema);
    const text = `{"apiVersion":"${group}/v1","kind":"${kind}","metadata":{"name":"mytest"},"spec":{"unknown1":"val1","unknownDupe":"valDupe","unknownDupe":"valDupe2","knownField1":"v1","knownField1":"v2"}}`;
    const { message } = await stage.refused('POST', `${at}?${strict}`, text);
    expect(message).toContain('duplicate field "spec.unknownDupe"');
    expect(message).toContain('duplicate field "spec.knownField1"');
    const yaml = `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata:\n  name: mytest\nspec:\n  knownField1: a\n  knownField1: b\n`;
    const applied = await stage.refused('PATCH', `${at}/mytest?${strict}`, yaml, APPLY);
    expect(applied.message).toContain('line 7: key "knownField1" already set in map');
    expect((await stage.send('PATCH', `${at}/mytest`, '{}', MERGE)).code).toBe(404);
  });
});
