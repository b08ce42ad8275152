/** Kubernetes' conformance tests of sig-storage and sig-scheduling that need the API only. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { walkApiOperations } from './api-operations.ts';
import type { KubeObject } from '../../api/object.ts';
import { createStage, type Stage } from './conformance-stage.ts';

interface Phased extends KubeObject {
  status: { phase: string };
}

let stage: Stage;
let ns: string;
beforeAll(async () => {
  stage = await createStage();
  ns = await stage.namespace();
});
afterAll(() => stage.stop());

describe('[sig-storage]', () => {
  test('[sig-storage] CSIInlineVolumes should run through the lifecycle of a CSIDriver [Conformance]', async () => {
    await walkApiOperations(stage, {
      group: 'storage.k8s.io',
      resource: 'csidrivers',
      object: { spec: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ['Ephemeral'] } },
    });
  });

  test('[sig-storage] CSIInlineVolumes should support CSIVolumeSource in Pod API [Conformance]', async () => {
    const base = `/api/v1/namespaces/${ns}/pods`;
    const csi = { driver: 'e2e.example.com', readOnly: true, volumeAttributes: { a: 'b' } };
    await stage.ok('POST', base, {
      metadata: { name: 'csi', labels: { app: 'csi' } },
      spec: { containers: [{ name: 'c', image: 'pause' }], volumes: [{ name: 'v', csi }], nodeName: 'nowhere' },
    });
    expect((await stage.list(`${base}?labelSelector=app%3Dcsi`)).items).toHaveLength(1);
    expect(await stage.get(`${base}/csi`)).toMatchObject({ spec: { volumes: [{ name: 'v', csi }, {}] } });
    await stage.patch(`${base}/csi`, { metadata: { labels: { 'pod-patch': 'patched' } } });
    expect((await stage.list(`${base}?labelSelector=pod-patch%3Dpatched`)).items).toHaveLength(1);
    await stage.ok('DELETE', `${base}/csi?gracePeriodSeconds=0`);
    expect((await stage.refused('GET', `${base}/csi`)).reason).toBe('NotFound');
  });

  test('[sig-storage] CSINodes CSI Conformance should run through the lifecycle of a csinode [Conformance]', async () => {
    await walkApiOperations(stage, {
      group: 'storage.k8s.io',
      resource: 'csinodes',
      object: { spec: { drivers: [{ name: 'd', nodeID: 'n', topologyKeys: null }] } } as never,
    });
  });

  test('[sig-storage] CSIStorageCapacity should support CSIStorageCapacities API operations [Conformance]', async () => {
    await walkApiOperations(stage, {
      group: 'storage.k8s.io',
      resource: 'csistoragecapacities',
      namespace: ns,
      object: { storageClassName: 'example' } as never,
    });
  });

  const immutable = async (kind: string): Promise<void> => {
    const base = `/api/v1/namespaces/${ns}/${kind.toLowerCase()}s`;
    const data = { 'data-1': 'dmFsdWUtMQ==' };
    const made = await stage.ok('POST', base, { metadata: { name: 'immutable' }, data });
    const one = `${base}/immutable`;
    const next = await stage.ok('PUT', one, { ...made, data: { ...data, 'data-2': 'dmFsdWUtMg==' } });
    const frozen = await stage.ok('PUT', one, { ...next, immutable: true });
    expect(frozen).toMatchObject({ immutable: true });
    const wrong = await stage.refused('PUT', one, { ...frozen, immutable: false });
    expect(wrong.message).toBe(
      `${kind} "immutable" is invalid: immutable: Forbidden: field is immutable when \`immutable\` is set`,
    );
    const changed = await stage.refused('PUT', one, { ...frozen, data: { 'data-1': 'dmFsdWUtMw==' } });
    expect(changed.message).toContain('data: Forbidden: field is immutable when `immutable` is set');
    await stage.patch(one, { metadata: { annotations: { still: 'changes' } } });
    await stage.ok('DELETE', one);
  };
  test('[sig-storage] ConfigMap should be immutable if `immutable` field is set [Conformance]', () =>
    immutable('ConfigMap'));
  test('[sig-storage] Secrets should be immutable if `immutable` field is set [Conformance]', () =>
    immutable('Secret'));

  const volume = (name: string): KubeObject => ({
    metadata: { name, labels: { e2e: name } },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: name,
      persistentVolumeReclaimPolicy: 'Retain',
      csi: { driver: 'e2e.example.com', volumeHandle: name },
    },
  });
  const claim = (name: string): KubeObject => ({
    metadata: { name, labels: { e2e: name } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: name },
  });

  test('[sig-storage] PersistentVolumes CSI Conformance should run through the lifecycle of a PV and a PVC [Conformance]', async () => {
    const claims = `/api/v1/namespaces/${ns}/persistentvolumeclaims`;
    const volumes = '/api/v1/persistentvolumes';
    const query = '?labelSelector=e2e%3Dlife';
    await stage.ok('POST', volumes, volume('life'));
    await stage.ok('POST', claims, claim('life'));
    await stage.until(async () => (await stage.get<Phased>(`${claims}/life`)).status.phase === 'Bound', 'bound');
    expect((await stage.list(`${volumes}${query}`)).items).toHaveLength(1);
    expect((await stage.list(`${claims}${query}`)).items).toHaveLength(1);
    await stage.patch(`${volumes}/life`, { metadata: { labels: { life: 'patched' } } });
    await stage.patch(`${claims}/life`, { metadata: { labels: { life: 'patched' } } });
    expect(await stage.get(`${volumes}/life`)).toMatchObject({ spec: { claimRef: { namespace: ns, name: 'life' } } });
    await stage.ok('DELETE', `${claims}/life`);
    await stage.until(async () => (await stage.send('GET', `${claims}/life`)).code === 404);
    await stage.ok('DELETE', `${volumes}/life`);
    await stage.until(async () => (await stage.send('GET', `${volumes}/life`)).code === 404);
    // Again, by collection.
    await stage.ok('POST', volumes, volume('life'));
    await stage.ok('POST', claims, claim('life'));
    const current = await stage.get(`${claims}/life`);
    const labels = { ...current.metadata?.labels, life: 'updated' };
    await stage.ok('PUT', `${claims}/life`, { ...current, metadata: { ...current.metadata, labels } });
    await stage.ok('DELETE', `${claims}?labelSelector=life%3Dupdated`);
    await stage.until(async () => (await stage.list(claims)).items.length === 0);
    await stage.ok('DELETE', `${volumes}${query}`);
    await stage.until(async () => (await stage.list(`${volumes}${query}`)).items.length === 0);
  });

  test('[sig-storage] PersistentVolumes CSI Conformance should apply changes to a pv/pvc status [Conformance]', async () => {
    const one = `/api/v1/namespaces/${ns}/persistentvolumeclaims/st`;
    const pv = '/api/v1/persistentvolumes/st';
    await stage.ok('POST', '/api/v1/persistentvolumes', volume('st'));
    await stage.ok('POST', one.replace(/\/st$/, ''), claim('st'));
    await stage.until(async () => (await stage.get<Phased>(one)).status.phase === 'Bound', 'bound');
    expect(await stage.get(`${one}/status`)).toMatchObject({ status: { phase: 'Bound' } });
    const conditions = [{ type: 'StatusPatched', status: 'True', reason: 'e2e', message: 'Set by an e2e test' }];
    const patched = await stage.patch(`${one}/status`, {
      metadata: { annotations: { a: 'b' } },
      status: { conditions },
    });
    expect(patched).toMatchObject({ metadata: { annotations: { a: 'b' } }, status: { phase: 'Bound', conditions } });
    const read = await stage.get<Phased>(`${one}/status`);
    const more = [...conditions, { type: 'StatusUpdated', status: 'True', reason: 'E2E', message: 'Set' }];
    const written = await stage.ok('PUT', `${one}/status`, { ...read, status: { ...read.status, conditions: more } });
    expect(written).toMatchObject({ status: { conditions: more } });
    const volumePatched = await stage.patch(`${pv}/status`, { status: { message: 'StatusPatched', reason: 'E2E' } });
    expect(volumePatched).toMatchObject({ status: { message: 'StatusPatched', reason: 'E2E', phase: 'Bound' } });
    const now = await stage.get<Phased>(`${pv}/status`);
    const last = await stage.ok('PUT', `${pv}/status`, { ...now, status: { ...now.status, message: 'StatusUpdated' } });
    expect(last).toMatchObject({ status: { message: 'StatusUpdated' } });
  });

  test('[sig-storage] StorageClasses CSI Conformance should run through the lifecycle of a StorageClass [Conformance]', async () => {
    await walkApiOperations(stage, {
      group: 'storage.k8s.io',
      resource: 'storageclasses',
      object: { provisioner: 'e2e-fake-provisioner' } as never,
    });
  });

  const attachment = {
    spec: { attacher: 'e2e.example.com', nodeName: 'node-1', source: { persistentVolumeName: 'pv' } },
  };
  test('[sig-storage] VolumeAttachment Conformance should run through the lifecycle of a VolumeAttachment [Conformance]', async () => {
    await walkApiOperations(stage, { group: 'storage.k8s.io', resource: 'volumeattachments', object: attachment });
  });
  test('[sig-storage] VolumeAttachment Conformance should apply changes to a volumeattachment status [Conformance]', async () => {
    await walkApiOperations(stage, {
      group: 'storage.k8s.io',
      resource: 'volumeattachments',
      object: attachment,
      status: { attached: true },
    });
  });
});

describe('[sig-scheduling]', () => {
  test('[sig-scheduling] LimitRange should list, patch and delete a LimitRange by collection [Conformance]', async () => {
    const limits = [{ type: 'Container', max: { cpu: '1' }, defaultRequest: { cpu: '100m' } }];
    await walkApiOperations(stage, { group: '', resource: 'limitranges', namespace: ns, object: { spec: { limits } } });
  });

  test('[sig-scheduling] LimitRange should create a LimitRange with defaults and ensure pod has those defaults applied. [Conformance]', async () => {
    const own = await stage.namespace();
    const base = `/api/v1/namespaces/${own}`;
    const amounts = (cpu: string, memory: string): object => ({ cpu, memory });
    const limit = {
      type: 'Container',
      min: amounts('50m', '100Mi'),
      max: amounts('500m', '500Mi'),
      default: amounts('300m', '300Mi'),
      defaultRequest: amounts('100m', '200Mi'),
    };
    await stage.ok('POST', `${base}/limitranges`, { metadata: { name: 'limits' }, spec: { limits: [limit] } });
    const pod = (name: string, resources?: object): object => ({
      metadata: { name },
      spec: { containers: [{ name: 'c', image: 'pause', resources }] },
    });
    expect(await stage.ok('POST', `${base}/pods`, pod('none'))).toMatchObject({
      spec: { containers: [{ resources: { requests: limit.defaultRequest, limits: limit.default } }] },
    });
    const partly = pod('partly', { requests: { cpu: '150m' }, limits: { memory: '400Mi' } });
    expect(await stage.ok('POST', `${base}/pods`, partly)).toMatchObject({
      spec: {
        containers: [
          { resources: { requests: { cpu: '150m', memory: '400Mi' }, limits: { cpu: '300m', memory: '400Mi' } } },
        ],
      },
    });
    const small = await stage.refused('POST', `${base}/pods`, pod('small', { requests: { cpu: '10m' } }));
    expect(small.message).toBe('pods "small" is forbidden: minimum cpu usage per Container is 50m, but request is 10m');
    const big = await stage.refused('POST', `${base}/pods`, pod('big', { limits: { memory: '600Mi' } }));
    expect(big.message).toBe(
      'pods "big" is forbidden: maximum memory usage per Container is 500Mi, but limit is 600Mi',
    );
    const range = await stage.get<{ spec: { limits: object[] } }>(`${base}/limitranges/limits`);
    const loose = { ...limit, min: amounts('9m', '100Mi') };
    await stage.ok('PUT', `${base}/limitranges/limits`, { ...range, spec: { limits: [loose] } });
    await stage.ok('POST', `${base}/pods`, pod('small', { requests: { cpu: '10m' } }));
    await stage.ok('DELETE', `${base}/limitranges/limits`);
    await stage.ok('POST', `${base}/pods`, pod('big', { limits: { memory: '600Mi' } }));
  });

  test('[sig-scheduling] SchedulerPreemption [Serial] PriorityClass endpoints verify PriorityClass endpoints can be operated with different HTTP methods [Conformance]', async () => {
    const all = '/apis/scheduling.k8s.io/v1/priorityclasses';
    for (const [name, value] of [
      ['p1', 1],
      ['p2', 2],
    ] as const) {
      await stage.ok('POST', all, { metadata: { name }, value, description: 'p' });
      const { message } = await stage.refused(
        'PATCH',
        `${all}/${name}`,
        { value: value * 10 },
        { 'content-type': 'application/merge-patch+json' },
      );
      expect(message).toBe(
        `PriorityClass.scheduling.k8s.io "${name}" is invalid: value: Forbidden: may not be changed in an update.`,
      );
      const current = await stage.get(`${all}/${name}`);
      expect((await stage.refused('PUT', `${all}/${name}`, { ...current, value: value * 10 })).reason).toBe('Invalid');
      await stage.ok('PUT', `${all}/${name}`, { ...current, description: 'changed' });
    }
    await walkApiOperations(stage, {
      group: 'scheduling.k8s.io',
      resource: 'priorityclasses',
      object: { value: 5 } as never,
    });
  });
});
