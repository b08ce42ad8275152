import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { groupVersion } from '../../api/resource.ts';
import { strategies } from '../apiserver/registry/index.ts';
import { nextTurn } from '../../time/real.ts';
import { openBareStage } from '../bare-stage.ts';

const file = `${process.cwd()}/../shared/v1.35/fresh-cluster.json`;

/** Without what differs from cluster to cluster: uids, versions, times, certificates, addresses. */
function known(object: KubeObject): unknown {
  const { name, namespace, labels, annotations, finalizers, generation } = object.metadata ?? {};
  const text = JSON.stringify({ ...object, metadata: { name, namespace, labels, annotations, finalizers, generation } })
    .replace(/"(<certificate>|-----BEGIN CERTIFICATE-----[^"]*)"/g, '"certificate"')
    .replace(/"20\d\d-\d\d-\d\d(T[^"]*Z)?"/g, '"time"')
    .replace(/"(targetPort|port)":\d+/g, '"$1":0');
  return JSON.parse(text);
}

describe.skipIf(!existsSync(file))('a fresh cluster', () => {
  const wanted = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KubeObject[]) : [];
  const kinds = [...new Set(wanted.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))];
  const stage = openBareStage(nextTurn, 'fresh');

  const infoOf = (type: string) =>
    strategies.map(({ info }) => info).find((info) => `${groupVersion(info)} ${info.kind}` === type);

  test.each(kinds.filter(infoOf))('has the %s objects of a real one', async (type) => {
    const info = infoOf(type);
    const { items } = await (await stage).client.list<KubeObject>(info!);
    const [apiVersion = '', kind = ''] = type.split(' ');
    const keyOf = (object: KubeObject): string => `${object.metadata?.namespace ?? ''}/${object.metadata?.name}`;
    const ours = Object.fromEntries(items.map((item) => [keyOf(item), known({ ...item, apiVersion, kind })]));
    const theirs = Object.fromEntries(
      wanted.filter((one) => one.kind === kind && one.apiVersion === apiVersion).map((one) => [keyOf(one), known(one)]),
    );
    expect(ours).toEqual(theirs);
  });
});
