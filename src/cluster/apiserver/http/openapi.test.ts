import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Kinds } from '../core.ts';
import { strategies } from '../registry/index.ts';
import { openApi } from './openapi.ts';

type Json = Record<string, unknown>;
interface Document {
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, { properties?: Record<string, Json> }> };
}

const kinds = new Kinds(strategies);

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`http://cluster${path}`, { headers });
  return openApi(kinds, request, new URL(request.url));
}

async function documentAt(path: string): Promise<Document> {
  return (await (await ask(path)).json()) as Document;
}

describe('documents', () => {
  test('every entry of the index leads to its document, which is kept by its hash', async () => {
    const { paths } = (await (await ask('/openapi/v3')).json()) as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    expect(Object.keys(paths)).toContain('apis/apps/v1');
    for (const { serverRelativeURL } of Object.values(paths)) {
      const response = await ask(serverRelativeURL);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('immutable');
      const etag = response.headers.get('etag')!;
      expect(serverRelativeURL).toContain(etag.slice(1, -1));
      expect((await ask(serverRelativeURL, { 'if-none-match': etag })).status).toBe(304);
    }
    const stale = await ask('/openapi/v3/apis/apps/v1?hash=0');
    expect([stale.status, stale.headers.get('location')]).toEqual([301, paths['apis/apps/v1']!.serverRelativeURL]);
  });

  test('a kind that comes is in its document, one that goes is not', async () => {
    const before = await (await ask('/openapi/v3/apis/batch/v1')).text();
    const jobs = strategies.filter(({ info }) => info.resource === 'jobs');
    kinds.remove(jobs);
    expect((await documentAt('/openapi/v3/apis/batch/v1')).paths['/apis/batch/v1/jobs']).toBeUndefined();
    kinds.add(jobs);
    const after = (await documentAt('/openapi/v3/apis/batch/v1')).paths;
    expect(Object.keys(after).toSorted()).toEqual(Object.keys((JSON.parse(before) as Document).paths).toSorted());
  });

  test('version 2 as JSON and as protobuf', async () => {
    const json = await ask('/openapi/v2', { accept: 'application/json' });
    expect(((await json.json()) as Json)['swagger']).toBe('2.0');
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    const protobuf = await ask('/openapi/v2', { accept });
    expect(protobuf.headers.get('content-type')).toBe(accept.replace('@', '.'));
    // Field 1 is `swagger`.
    expect([...new Uint8Array(await protobuf.arrayBuffer()).slice(0, 5)]).toEqual([10, 3, 50, 46, 48]);
    await expect(ask('/openapi/v2', { accept: 'text/html' })).rejects.toThrow('only the following media types');
  });

  test('every reference leads somewhere', async () => {
    for (const key of ['api/v1', 'apis/apps/v1', 'apis/apiextensions.k8s.io/v1', 'apis/resource.k8s.io/v1']) {
      const text = await (await ask(`/openapi/v3/${key}`)).text();
      const { components } = JSON.parse(text) as Document;
      for (const [, name] of text.matchAll(/#\/components\/schemas\/([\w.-]+)/g)) {
        expect(components.schemas).toHaveProperty([name!]);
      }
    }
  });
});

const file = `${process.cwd()}/../shared/v1.35/patch-keys.json`;
describe.skipIf(!existsSync(file))('how lists and maps merge, of v1.35', () => {
  const real = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Json>>) : {};
  const published: Document['components']['schemas'] = {};
  beforeAll(async () => {
    const groups = new Set(
      strategies.map(({ info: { group, version } }) => (group === '' ? `api/${version}` : `apis/${group}/${version}`)),
    );
    for (const key of groups) Object.assign(published, (await documentAt(`/openapi/v3/${key}`)).components.schemas);
  });

  test.each(Object.keys(real).filter((name) => !/\.API(Group|Resource|Versions)/.test(name)))('%s', (name) => {
    const properties = published[name]?.properties ?? {};
    const said = Object.entries(properties).map(([field, schema]): [string, Json] => {
      const extensions = Object.entries(schema).filter(([key]) => /^x-kubernetes-(list|map|patch)-/.test(key));
      return [field, Object.fromEntries(extensions.map(([key, value]) => [key.replace('x-kubernetes-', ''), value]))];
    });
    expect(Object.fromEntries(said.filter(([, one]) => Object.keys(one).length > 0))).toEqual(real[name]);
  });
});
