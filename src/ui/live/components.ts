/** Which parts of a simulated control plane run, asked once a second; a real cluster does not say. */
import { create } from 'zustand';
import type { Controls } from '../../client/controls.ts';
import { realClock } from '../../time/real.ts';
import type { ObjectRef } from '../panels/contract.ts';

interface Component {
  name: string;
  running: boolean;
}

export const useComponents = create<{ list: readonly Component[] }>(() => ({ list: [] }));

async function refresh(controls: Controls): Promise<void> {
  const list = await controls.components();
  const held = useComponents.getState().list;
  if (JSON.stringify(list) !== JSON.stringify(held)) useComponents.setState({ list });
}

/** Keeps the list current; returns the way to stop. */
export function followComponents(controls: Controls | undefined): () => void {
  const stop = new AbortController();
  if (!controls) return () => undefined;
  void (async () => {
    while (!stop.signal.aborted) {
      await refresh(controls).catch(() => undefined);
      await realClock.sleep(1000, stop.signal).catch(() => undefined);
    }
  })();
  return () => stop.abort(new Error('stopped'));
}

export function setRunning(controls: Controls, { name, running }: Component): void {
  const asked = running ? controls.startComponent(name) : controls.stopComponent(name);
  void asked.then(() => refresh(controls)).catch(() => undefined);
}

/** The part that a Pod or a Node stands for: a control-plane Pod's own name, a Node's kubelet. */
export function componentOf(ref: ObjectRef, list: readonly Component[]): Component | undefined {
  if (ref.kind === 'Node') return list.find(({ name }) => name === `kubelet/${ref.name}`);
  if (ref.kind !== 'Pod' || ref.namespace !== 'kube-system') return undefined;
  return list.find(({ name }) => ref.name.startsWith(`${name}-`));
}
