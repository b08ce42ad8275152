import { afterEach, expect, it, vi } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { createClient } from '../../client/rest-client.ts';
import { demand } from './demand.ts';
import { findObject, useLive } from './live-store.ts';
import { kubectlName, readDiscovery, useServed } from './served.ts';

const website: KubeObject = {
  apiVersion: 'example.com/v1',
  kind: 'Website',
  metadata: { name: 'home', namespace: 'default', uid: 'u', resourceVersion: '5' },
};
const ref = { kind: 'Website', group: 'example.com', namespace: 'default', name: 'home' };

const discovery = {
  items: [
    {
      metadata: { name: 'example.com' },
      versions: [
        {
          version: 'v1',
          resources: [
            {
              resource: 'websites',
              responseKind: { kind: 'Website' },
              scope: 'Namespaced',
              singularResource: 'website',
              verbs: ['list', 'watch'],
            },
          ],
        },
        { version: 'v1beta1', resources: [{ resource: 'websites', responseKind: { kind: 'Website' }, scope: '' }] },
      ],
    },
  ],
};

/** A server that serves Websites; `asked` is what it was asked for. */
function server() {
  const asked: string[] = [];
  const client = createClient(async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    asked.push(`${pathname}${searchParams.has('watch') ? '?watch' : ''}`);
    if (pathname === '/api') return Response.json({ items: [] });
    if (pathname === '/apis') return Response.json(discovery);
    if (searchParams.has('watch')) return new Response(new ReadableStream());
    return Response.json({ metadata: { resourceVersion: '5' }, items: [website] });
  });
  return { client, asked };
}

afterEach(() => {
  vi.unstubAllGlobals();
  useServed.setState({ kinds: [] });
});

it('follows a custom kind while somebody looks, once for all of them, and forgets it then', async () => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => queueMicrotask(run));
  const { client, asked } = server();
  const [first, second] = [demand(client, ref), demand(client, ref)];
  await vi.waitFor(() => expect(findObject(useLive.getState(), ref)).toMatchObject({ kind: 'Website' }));
  await vi.waitFor(() => expect(asked.at(-1)).toContain('?watch'));
  expect(asked.filter((path) => path === '/apis/example.com/v1/namespaces/default/websites')).toHaveLength(1);
  first();
  expect(findObject(useLive.getState(), ref)).toBeDefined();
  second();
  expect(findObject(useLive.getState(), ref)).toBeUndefined();
});

it('says that there is none when the kind is not served', async () => {
  const { client } = server();
  const stop = demand(client, { ...ref, kind: 'Nothing' });
  await vi.waitFor(() => expect(useLive.getState().objects['Nothing.example.com']?.size).toBe(0));
  stop();
});

it('takes each kind in its preferred version, and names it as kubectl does', () => {
  const kinds = readDiscovery(discovery);
  expect(kinds.map(({ version, short }) => `${version} ${short}`)).toEqual(['v1 website']);
  const rival = { ...kinds[0]!, group: 'other.io', kind: 'Site' };
  useServed.setState({ kinds });
  expect(kubectlName(ref)).toBe('website');
  useServed.setState({ kinds: [...kinds, rival] });
  expect(kubectlName(ref)).toBe('websites.example.com');
  expect(kubectlName({ kind: 'Pod' })).toBe('pod');
});
