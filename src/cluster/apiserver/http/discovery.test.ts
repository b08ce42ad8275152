import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Kinds } from '../core.ts';
import { strategies } from '../registry/index.ts';
import { aggregated } from './discovery.ts';

interface Resource {
  resource: string;
}
interface Group {
  metadata: { name?: string };
  versions: { version: string; freshness: string; resources: Resource[] }[];
}
interface Discovery {
  items: Group[];
}

const file = `${process.cwd()}/../shared/v1.35/discovery.json`;

describe.skipIf(!existsSync(file))('discovery of a real API server', () => {
  const real = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Record<'api' | 'apis', Discovery>)
    : { api: { items: [] }, apis: { items: [] } };
  const kinds = new Kinds(strategies);

  /** What of the real document this server serves: the order is the real one's. */
  function servedOf(items: readonly Group[]): Group[] {
    const serves = (group: string, version: string, resource: string): boolean =>
      kinds.find({ group, version, resource }) !== undefined;
    return items
      .map((group) => ({
        ...group,
        versions: group.versions
          .map((one) => ({
            ...one,
            resources: one.resources.filter((r) => serves(group.metadata.name ?? '', one.version, r.resource)),
          }))
          .filter(({ resources }) => resources.length > 0),
      }))
      .filter(({ versions }) => versions.length > 0);
  }

  test.each(['api', 'apis'] as const)('/%s', (root) => {
    const ours = aggregated(kinds, root, 'v2') as Discovery;
    expect(ours).toEqual({ ...real[root], items: servedOf(real[root].items) });
  });
});

test('versions stand in the order of their maturity, whatever the order they came in', () => {
  const [one] = strategies;
  const kinds = new Kinds(
    ['v1beta1', 'v1', 'v2alpha1', 'v2', 'v10'].map((version) => ({
      ...one!,
      info: { ...one!.info, group: 'example.com', version },
    })),
  );
  const { items } = aggregated(kinds, 'apis', 'v2') as Discovery;
  expect(items[0]!.versions.map(({ version }) => version)).toEqual(['v10', 'v2', 'v1', 'v1beta1', 'v2alpha1']);
});
