/** API discovery: aggregated v2 (/api and /apis at once), or one document a group version (client-go/discovery). */
import type { ResourceInfo } from '../api/resource.ts';
import type { Client } from '../client/client.ts';

const ACCEPT =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

interface AggregatedResource {
  resource: string;
  responseKind?: { group?: string; version?: string; kind: string };
  scope: 'Namespaced' | 'Cluster';
  singularResource?: string;
  verbs?: string[];
  shortNames?: string[];
  categories?: string[];
  subresources?: { subresource: string }[];
}

interface AggregatedList {
  kind: string;
  items: { metadata?: { name?: string }; versions: { version: string; resources?: AggregatedResource[] }[] }[];
}

interface PlainResource {
  name: string;
  singularName?: string;
  namespaced: boolean;
  kind: string;
  verbs?: string[];
  shortNames?: string[];
  categories?: string[];
}

/** Everything the server serves, preferred versions first within a group, groups in the server's order. */
export async function discover(client: Client): Promise<ResourceInfo[]> {
  const [core, groups] = await Promise.all(['/api', '/apis'].map((path) => half(client, path)));
  return [...core!, ...groups!];
}

async function half(client: Client, path: string): Promise<ResourceInfo[]> {
  const response = await client.request(path, { headers: { Accept: ACCEPT } });
  const document = (await response.json()) as { kind?: string };
  if (document.kind === 'APIGroupDiscoveryList') return aggregated(document as AggregatedList);
  const versions = groupVersions(
    path,
    document as { versions?: string[]; groups?: { versions: { groupVersion: string }[] }[] },
  );
  return (await Promise.all(versions.map((version) => plain(client, path, version)))).flat();
}

function aggregated(list: AggregatedList): ResourceInfo[] {
  return list.items.flatMap((item) =>
    item.versions.flatMap(({ version, resources }) =>
      (resources ?? []).map((resource) => ({
        group: item.metadata?.name ?? '',
        version,
        kind: resource.responseKind?.kind ?? '',
        resource: resource.resource,
        singular: resource.singularResource ?? '',
        shortNames: resource.shortNames ?? [],
        categories: resource.categories ?? [],
        namespaced: resource.scope === 'Namespaced',
        verbs: resource.verbs ?? [],
        subresources: (resource.subresources ?? []).map((sub) => sub.subresource),
      })),
    ),
  );
}

function groupVersions(
  path: string,
  document: { versions?: string[]; groups?: { versions: { groupVersion: string }[] }[] },
): string[] {
  if (path === '/api') return document.versions ?? [];
  return (document.groups ?? []).flatMap((group) => group.versions.map((version) => version.groupVersion));
}

async function plain(client: Client, path: string, groupVersion: string): Promise<ResourceInfo[]> {
  const response = await client.request(`${path}/${groupVersion}`, { headers: { Accept: 'application/json' } });
  const { resources = [] } = (await response.json()) as { resources?: PlainResource[] };
  const slash = groupVersion.indexOf('/');
  return resources
    .filter((resource) => !resource.name.includes('/'))
    .map((resource) => ({
      group: slash < 0 ? '' : groupVersion.slice(0, slash),
      version: groupVersion.slice(slash + 1),
      kind: resource.kind,
      resource: resource.name,
      singular: resource.singularName ?? '',
      shortNames: resource.shortNames ?? [],
      categories: resource.categories ?? [],
      namespaced: resource.namespaced,
      verbs: resource.verbs ?? [],
      subresources: resources
        .filter((other) => other.name.startsWith(`${resource.name}/`))
        .map((other) => other.name.slice(resource.name.length + 1)),
    }));
}
