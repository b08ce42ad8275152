/** minikube addons list|enable|disable (minikube's cmd/minikube/cmd/config/{enable,disable,addons_list}.go). */
import type { Process } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';
import { type Manifest, metricsServerManifests } from './metrics-server-manifests.ts';

interface Addon {
  maintainer: string;
  /** Said when it is enabled. */
  image?: string;
  /** Of those that can be switched here. */
  manifests?: readonly Manifest[];
}

/** Simplified: what every cluster here has from the start cannot be taken away. */
const ADDONS: Readonly<Record<string, Addon>> = {
  'default-storageclass': { maintainer: 'Kubernetes' },
  ingress: { maintainer: 'Kubernetes' },
  'metrics-server': {
    maintainer: 'Kubernetes',
    image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
    manifests: metricsServerManifests,
  },
  'storage-provisioner': { maintainer: 'minikube' },
};

export async function addons(process: Process, options: WorkstationOptions, args: readonly string[]): Promise<number> {
  const [verb, name] = args;
  if (verb === 'list') return list(process, options);
  if (verb !== 'enable' && verb !== 'disable') {
    await process.stderr.write('Usage: minikube addons list | enable NAME | disable NAME\n');
    return 64;
  }
  const addon = Object.hasOwn(ADDONS, name ?? '') ? ADDONS[name ?? ''] : undefined;
  if (!addon) {
    await process.stderr.write(
      `❌  Exiting due to MK_ADDON_${verb.toUpperCase()}: ${verb} failed: ${name ?? ''} is not a valid addon\n`,
    );
    return 10;
  }
  return verb === 'enable' ? enable(process, options, name!, addon) : disable(process, options, name!, addon);
}

async function enable(process: Process, options: WorkstationOptions, name: string, addon: Addon): Promise<number> {
  await process.stdout.write(
    `💡  ${name} is an addon maintained by ${addon.maintainer}. For any concerns contact minikube on GitHub.\n`,
  );
  if (addon.image) await process.stdout.write(`    ▪ Using image ${addon.image}\n`);
  for (const { path, object } of addon.manifests ?? []) {
    const { status, text } = await send(options, 'POST', path, object);
    if (status < 400 || status === 409) continue;
    await process.stderr.write(`❌  Exiting due to MK_ADDON_ENABLE: ${text}\n`);
    return 10;
  }
  await process.stdout.write(`🌟  The '${name}' addon is enabled\n`);
  return 0;
}

async function disable(process: Process, options: WorkstationOptions, name: string, addon: Addon): Promise<number> {
  if (!addon.manifests) {
    await process.stderr.write(`❌  Exiting due to MK_ADDON_DISABLE: ${name} belongs to this cluster and stays\n`);
    return 10;
  }
  for (const { path, object } of addon.manifests.toReversed())
    await send(options, 'DELETE', `${path}/${encodeURIComponent(object.metadata?.name ?? '')}`);
  await process.stdout.write(`🌑  "The '${name}' addon is disabled\n`);
  return 0;
}

async function list(process: Process, options: WorkstationOptions): Promise<number> {
  const rows = [['ADDON NAME', 'PROFILE', 'STATUS', 'MAINTAINER']];
  for (const [name, addon] of Object.entries(ADDONS)) {
    const on = !addon.manifests || (await isThere(options, addon.manifests));
    rows.push([name, 'minikube', on ? 'enabled ✅' : 'disabled', addon.maintainer]);
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    await process.stdout.write(`| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |\n`);
  return 0;
}

async function isThere(options: WorkstationOptions, manifests: readonly Manifest[]): Promise<boolean> {
  const { path, object } = manifests.at(-1)!;
  return (await send(options, 'GET', `${path}/${object.metadata?.name}`)).status < 400;
}

async function send(
  { fetch }: WorkstationOptions,
  method: string,
  path: string,
  object?: object,
): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', 'user-agent': 'minikube' };
  const body = object === undefined ? {} : { body: JSON.stringify(object) };
  const response = await fetch(new Request(`http://cluster.local${path}`, { method, headers, ...body }));
  return { status: response.status, text: await response.text() };
}
