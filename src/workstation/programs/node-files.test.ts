import { expect, it } from 'vitest';
import { MemoryFileSystem } from '../../shell/memory-filesystem.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import type { WorkstationOptions } from '../laptop.ts';
import { openNodeFiles } from './node-files.ts';

const SCHEDULER = 'kube-scheduler.yaml';

function laptop(running: boolean): { options: WorkstationOptions; asked: string[] } {
  const asked: string[] = [];
  const options: WorkstationOptions = {
    clock: new VirtualClock(0, () => Promise.resolve()),
    tick: () => Promise.resolve(),
    fetch: () => Promise.resolve(new Response('{}', { status: 404 })),
    controls: {
      components: () => [
        { name: 'kube-scheduler', running },
        { name: 'kubelet/worker-1', running: true },
      ],
      stopComponent: (name) => void asked.push(`stop ${name}`),
      startComponent: (name) => void asked.push(`start ${name}`),
    },
  };
  return { options, asked };
}

it('stops a part whose manifest is moved away, and starts it when it is back', async () => {
  const { options, asked } = laptop(true);
  const { fs, heed } = await openNodeFiles(options, 'tidepool-control-plane');
  expect(fs.readDirectory('/etc/kubernetes/manifests')).toEqual([SCHEDULER]);
  await heed();
  expect(asked).toEqual([]);
  fs.rename(`/etc/kubernetes/manifests/${SCHEDULER}`, `/tmp/${SCHEDULER}`);
  await heed();
  await heed();
  expect(asked).toEqual(['stop kube-scheduler']);
  fs.rename(`/tmp/${SCHEDULER}`, `/etc/kubernetes/manifests/${SCHEDULER}`);
  await heed();
  expect(asked).toEqual(['stop kube-scheduler', 'start kube-scheduler']);
});

it('finds the manifest of a stopped part in /root, and none on a worker', async () => {
  const { options } = laptop(false);
  const control = await openNodeFiles(options, 'tidepool-control-plane');
  expect(control.fs.readDirectory('/root')).toEqual([SCHEDULER]);
  const worker = await openNodeFiles(options, 'worker-1');
  expect(worker.fs).toBeInstanceOf(MemoryFileSystem);
  expect(worker.fs.readDirectory('/etc/kubernetes/manifests')).toEqual([]);
});
