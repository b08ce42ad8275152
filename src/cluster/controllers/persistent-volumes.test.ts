import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { type BareStage, openBareStage } from '../bare-stage.ts';
import { PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS, RESOURCE_QUOTAS, CONFIG_MAPS } from '../runtime/resources.ts';
import type { Claim, Volume } from '../runtime/volume-types.ts';

let stage: BareStage;
beforeEach(async () => {
  stage = await openBareStage(nextTurn, 'volumes');
});
afterEach(() => stage.cluster.stop());

function volume(name: string, storage: string, policy = 'Retain'): Promise<Volume> {
  return stage.create<Volume>(PERSISTENT_VOLUMES, name, {
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage },
      hostPath: { path: `/tmp/${name}` },
      persistentVolumeReclaimPolicy: policy,
      storageClassName: 'manual',
    },
  });
}

function claim(name: string, storage: string): Promise<Claim> {
  const resources = { requests: { storage } };
  const spec = { accessModes: ['ReadWriteOnce'], resources, storageClassName: 'manual' };
  return stage.create<Claim>(PERSISTENT_VOLUME_CLAIMS, name, { spec });
}

const phase = async (name: string): Promise<string | undefined> =>
  (await stage.find<Volume>(PERSISTENT_VOLUMES, name))?.status?.phase;

describe('the volume binder', () => {
  it('gives a claim the smallest volume that is large enough', async () => {
    await Promise.all([volume('large', '9Gi'), volume('small', '1Gi'), volume('fits', '5Gi')]);
    await stage.wait(1);
    await claim('c', '3Gi');
    await stage.wait(1);
    const bound = await stage.find<Claim>(PERSISTENT_VOLUME_CLAIMS, 'c');
    expect(bound).toMatchObject({
      spec: { volumeName: 'fits' },
      status: { phase: 'Bound', capacity: { storage: '5Gi' } },
    });
    expect([await phase('fits'), await phase('large')]).toEqual(['Bound', 'Available']);
  });

  it('releases a volume that is retained, and removes one that is not', async () => {
    await Promise.all([volume('kept', '1Gi'), volume('gone', '2Gi', 'Delete')]);
    await stage.wait(1);
    await claim('a', '1Gi');
    await stage.wait(1);
    await claim('b', '1Gi');
    await stage.wait(1);
    for (const name of ['a', 'b']) await stage.client.delete(PERSISTENT_VOLUME_CLAIMS, name, 'default');
    await stage.wait(2);
    expect(await phase('kept')).toBe('Released');
    expect(await stage.find(PERSISTENT_VOLUMES, 'gone')).toBeUndefined();
  });
});

describe('the quota controller', () => {
  it('counts what there is, and what goes', async () => {
    await stage.create(CONFIG_MAPS, 'one');
    const before = (await stage.list(CONFIG_MAPS)).length;
    await stage.create(RESOURCE_QUOTAS, 'q', { spec: { hard: { configmaps: '9', 'count/configmaps': '9' } } });
    await stage.wait(1);
    const used = async (): Promise<unknown> =>
      (await stage.find<{ status: { used: unknown } }>(RESOURCE_QUOTAS, 'q'))?.status.used;
    expect(await used()).toEqual({ configmaps: String(before), 'count/configmaps': String(before) });
    await stage.client.delete(CONFIG_MAPS, 'one', 'default');
    await stage.wait(1);
    expect(await used()).toEqual({ configmaps: String(before - 1), 'count/configmaps': String(before - 1) });
  });
});
