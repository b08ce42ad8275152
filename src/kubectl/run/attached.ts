/**
 * `kubectl run --rm -i`: waits for the Pod, shows what it says until it ends, takes it away.
 * Simplified: nothing can be typed into the container; what it writes is read from its log.
 */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import type { VerbContext } from '../verb.ts';
import { copyLog } from './log-stream.ts';
import { watchObject } from './watch-object.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

interface PodStatus {
  phase?: string;
  containerStatuses?: { state?: { running?: unknown; terminated?: { exitCode: number } } }[];
}

export interface Attached {
  remove: boolean;
  /** ms */
  startTimeout: number;
  returnExitCode: boolean;
}

/** Resolves with the container's exit code, or 0 when that is not wanted. */
export async function followUntilDone(context: VerbContext, name: string, options: Attached): Promise<number> {
  const { namespace } = context;
  const resource = (await context.mapper()).resource('pods');
  const watched = { resource, namespace, name };
  try {
    await watchObject(context, watched, options.startTimeout, (pod) => started(pod));
    await copyLog(context, name, { container: name, follow: true }, (text) => context.print(text));
    if (!options.returnExitCode) return 0;
    let code = 0;
    await watchObject(context, watched, options.startTimeout, (pod) => {
      code = statusOf(pod).containerStatuses?.[0]?.state?.terminated?.exitCode ?? 0;
      return ended(pod);
    });
    return code;
  } catch (error) {
    if ((error as Error).name === 'TimedOut') throw new CommandError('timed out waiting for the condition');
    throw error;
  } finally {
    if (options.remove && !context.io.signal.aborted) {
      await context.client.delete(PODS, name, namespace, { propagationPolicy: 'Background' });
      await context.print(`pod "${name}" deleted from ${namespace} namespace\n`);
    }
  }
}

function statusOf(pod: KubeObject | undefined): PodStatus {
  return (pod?.['status'] ?? {}) as PodStatus;
}

function started(pod: KubeObject | undefined): boolean {
  const { phase, containerStatuses = [] } = statusOf(pod);
  return (
    ended(pod) || (phase === 'Running' && containerStatuses.some(({ state }) => state?.running || state?.terminated))
  );
}

function ended(pod: KubeObject | undefined): boolean {
  const { phase } = statusOf(pod);
  return pod === undefined || phase === 'Succeeded' || phase === 'Failed';
}
