/** The walk that most 'should support … API operations' tests of the conformance suite take, for any kind. */
import { expect } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import type { Stage } from './conformance-stage.ts';

export interface Operations {
  /** Empty for the core group. */
  group: string;
  version?: string;
  resource: string;
  /** Undefined for kinds without one. */
  namespace?: string;
  /** Without a name. */
  object: KubeObject;
  /** What a patch of the status holds, and what is to be read then. */
  status?: unknown;
  /** Its strategy keeps metadata from writes to the status. */
  statusOnly?: boolean;
  /** Deletion needs something to let go first: finalizers that components put there. */
  lingers?: boolean;
}

const LABEL = 'special-uuid';

function root({ group, version = 'v1' }: Operations): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

export async function walkApiOperations(stage: Stage, given: Operations): Promise<void> {
  const uuid = `u-${given.resource}`;
  const all = `${root(given)}/${given.resource}`;
  const base = given.namespace ? `${root(given)}/namespaces/${given.namespace}/${given.resource}` : all;
  await discovered(stage, given);
  const names = ['one', 'two', 'three'].map((name) => `e2e-${given.resource}-${name}`);
  const make = (name: string): KubeObject => ({
    ...given.object,
    metadata: { ...given.object.metadata, name, labels: { ...given.object.metadata?.labels, [LABEL]: uuid } },
  });
  for (const name of names) {
    const made = await stage.send('POST', base, make(name));
    expect(made, JSON.stringify(made.body)).toMatchObject({ code: 201 });
    expect(made.body.metadata?.uid).toBeTruthy();
  }
  expect((await stage.refused('POST', base, make(names[0]!))).reason).toBe('AlreadyExists');
  const selected = `?labelSelector=${LABEL}%3D${uuid}`;
  const one = `${base}/${names[0]}`;
  expect((await stage.get(one)).metadata).toMatchObject({ name: names[0], labels: { [LABEL]: uuid } });
  const list = await stage.list(base + selected);
  expect(list.items).toHaveLength(3);
  if (given.namespace) expect((await stage.list(all + selected)).items).toHaveLength(3);
  const watching = await stage.watch(`${base}${selected}&resourceVersion=${list.metadata.resourceVersion}`);

  const patched = await stage.patch(one, { metadata: { annotations: { patched: 'true' } } });
  expect(patched.metadata?.annotations).toMatchObject({ patched: 'true' });
  const current = await stage.get(one);
  const annotations = { ...current.metadata?.annotations, updated: 'true' };
  const updated = await stage.ok('PUT', one, { ...current, metadata: { ...current.metadata, annotations } });
  expect(updated.metadata?.annotations).toMatchObject({ patched: 'true', updated: 'true' });
  const seen = (what: string): boolean =>
    watching.events.some(({ type, object }) => type === 'MODIFIED' && object.metadata?.annotations?.[what] === 'true');
  await stage.until(() => seen('patched') && seen('updated'), 'annotations in the watch');

  if (given.status !== undefined) await walkStatus(stage, one, given);

  await stage.ok('DELETE', one);
  if (!given.lingers) expect((await stage.refused('GET', one)).reason).toBe('NotFound');
  else await stage.until(async () => (await stage.send('GET', one)).code === 404, 'its end');
  expect((await stage.list(base + selected)).items).toHaveLength(2);
  await stage.ok('DELETE', base + selected);
  await stage.until(async () => (await stage.list(base + selected)).items.length === 0, 'an empty list');
  const gone = (): number => watching.events.filter(({ type }) => type === 'DELETED').length;
  await stage.until(() => gone() === 3, 'three deletions in the watch');
  watching.stop();
}

async function discovered(stage: Stage, given: Operations): Promise<void> {
  const { group, version = 'v1', resource } = given;
  if (group !== '') {
    const groups = await stage.get<{ groups: { name: string; versions: { version: string }[] }[] }>('/apis');
    const own = groups.groups.find(({ name }) => name === group);
    expect(own?.versions.map((one) => one.version)).toContain(version);
    const alone = await stage.get<{ versions: { version: string }[] }>(`/apis/${group}`);
    expect(alone.versions.map((one) => one.version)).toContain(version);
  }
  const { resources } = await stage.get<{ resources: { name: string }[] }>(root(given));
  const names = resources.map(({ name }) => name);
  expect(names).toContain(resource);
  if (given.status !== undefined) expect(names).toContain(`${resource}/status`);
}

async function walkStatus(stage: Stage, one: string, { status, statusOnly }: Operations): Promise<void> {
  const patched = await stage.patch(`${one}/status`, { metadata: { annotations: { patchedstatus: 'true' } }, status });
  expect(patched['status']).toMatchObject(status as object);
  expect(patched.metadata?.annotations?.['patchedstatus']).toBe(statusOnly ? undefined : 'true');
  const current = await stage.get(`${one}/status`);
  expect(current['status']).toMatchObject(status as object);
  const written = await stage.ok('PUT', `${one}/status`, current);
  expect(written['status']).toMatchObject(status as object);
}
