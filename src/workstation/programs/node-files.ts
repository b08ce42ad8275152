/**
 * What an administrator can stop on a node: the control plane's static Pods, by moving their manifests out of
 * /etc/kubernetes/manifests, and the kubelet, by systemctl.
 * Simplified: a node keeps no files between two visits; the manifest of a part that is stopped lies in /root.
 */
import { dumpYaml } from '../../api/yaml.ts';
import { createLayer, MemoryFileSystem } from '../../shell/memory-filesystem.ts';
import type { Program } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';

const MANIFESTS = '/etc/kubernetes/manifests';

export interface NodeFiles {
  fs: MemoryFileSystem;
  systemctl: Program;
  /** As the kubelet looks at its manifests: what was taken away stops, what was put back starts. */
  heed(): Promise<void>;
}

export async function openNodeFiles(options: WorkstationOptions, node: string): Promise<NodeFiles> {
  const parts = await staticParts(options, node);
  const files: Record<string, string> = { '/root/': '', '/tmp/': '', '/etc/hostname': `${node}\n` };
  files[`${MANIFESTS}/`] = '';
  for (const { name, running, manifest } of parts) files[`${running ? MANIFESTS : '/root'}/${name}.yaml`] = manifest;
  const now = (): number => options.clock.now();
  const fs = new MemoryFileSystem({ now, base: createLayer(files, now()) });
  return { fs, systemctl: systemctl(options, node), heed: () => heedManifests(options, fs, parts) };
}

interface StaticPart {
  name: string;
  running: boolean;
  manifest: string;
}

/** Only parts that can be stopped have a manifest here. */
async function staticParts(options: WorkstationOptions, node: string): Promise<StaticPart[]> {
  if (!/control-plane/.test(node)) return [];
  const components = (await options.controls?.components()) ?? [];
  const names = components.filter(({ name }) => name.startsWith('kube-'));
  return Promise.all(
    names.map(async ({ name, running }) => ({ name, running, manifest: await manifestOf(options, name, node) })),
  );
}

async function manifestOf(options: WorkstationOptions, name: string, node: string): Promise<string> {
  const path = `/api/v1/namespaces/kube-system/pods/${name}-${node}`;
  const response = await options.fetch(new Request(`http://cluster.local${path}`));
  const text = await response.text();
  const head = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'kube-system' } };
  if (!response.ok) return dumpYaml(head);
  const { spec } = JSON.parse(text) as { spec: { containers: Record<string, unknown>[] } };
  const containers = spec.containers.map((each) => ({
    command: each['command'],
    image: each['image'],
    name: each['name'],
  }));
  const whole = { ...head, spec: { containers, hostNetwork: true, priorityClassName: 'system-node-critical' } };
  return dumpYaml(whole);
}

async function heedManifests(options: WorkstationOptions, fs: MemoryFileSystem, parts: StaticPart[]): Promise<void> {
  for (const part of parts) {
    const there = fs.stat(`${MANIFESTS}/${part.name}.yaml`) !== undefined;
    if (there === part.running) continue;
    part.running = there;
    await (there ? options.controls?.startComponent(part.name) : options.controls?.stopComponent(part.name));
  }
}

function systemctl(options: WorkstationOptions, node: string): Program {
  return async ({ argv, stdout, stderr }) => {
    const [verb = '', unit = ''] = argv.slice(1).filter((argument) => !argument.startsWith('-'));
    const { controls } = options;
    if (!controls || !/^kubelet(\.service)?$/.test(unit)) {
      await stderr.write(`Failed to ${verb} ${unit}: Unit ${unit} not loaded.\n`);
      return 5;
    }
    const name = `kubelet/${node}`;
    const running = (await controls.components()).some((each) => each.name === name && each.running);
    if (verb === 'is-active' || verb === 'status') {
      const word = running ? 'active' : 'inactive';
      const status = `● kubelet.service - kubelet: The Kubernetes Node Agent\n     Active: ${running ? 'active (running)' : 'inactive (dead)'}\n`;
      await stdout.write(verb === 'status' ? status : `${word}\n`);
      return running ? 0 : 3;
    }
    if (!['start', 'stop', 'restart'].includes(verb)) {
      await stderr.write(`Unknown command verb ${verb}.\n`);
      return 1;
    }
    if (running && verb !== 'start') await controls.stopComponent(name);
    if (verb !== 'stop' && !(running && verb === 'start')) await controls.startComponent(name);
    return 0;
  };
}
