/**
 * `kubectl run --rm -i`: waits for the Pod, attaches to it (or shows its log, when it has ended before), takes it away.
 */
import type { KubeObject } from '../../api/object.ts';
import { CommandError, plainMessage } from '../errors.ts';
import { attachToPod } from '../streams/attach.ts';
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
    let latest: KubeObject | undefined;
    await watchObject(context, watched, options.startTimeout, (pod) => {
      latest = pod;
      return started(pod);
    });
    const attached = latest && !ended(latest) && context.io.stream ? await attach(context, latest, name) : false;
    if (!attached) await copyLog(context, name, { container: name, follow: true }, (text) => context.print(text));
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

/** False when it has ended meanwhile: then its log is all there is. */
async function attach(context: VerbContext, pod: KubeObject, name: string): Promise<boolean> {
  try {
    await attachToPod(context, pod, name);
    return true;
  } catch (error) {
    if (context.io.signal.aborted) throw error;
    const words = plainMessage(error);
    await context.complain(`warning: couldn't attach to pod/${name}, falling back to streaming logs: ${words}\n`);
    return false;
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
