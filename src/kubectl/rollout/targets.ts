/** What the rollout commands take and how they refuse kinds. */
import type { KubeObject } from '../../api/object.ts';
import { groupResource } from '../../api/resource.ts';
import { CommandError } from '../errors.ts';
import { filenamesOf, type Info, retrieve, type Retrieved } from '../resources.ts';
import type { VerbContext } from '../verb.ts';

export function requireResource(context: VerbContext): void {
  const { filenames, kustomize } = filenamesOf(context);
  if (context.args.length === 0 && filenames.length === 0 && kustomize === '') {
    throw new CommandError('required resource not specified');
  }
}

export async function rolloutTargets(context: VerbContext): Promise<Retrieved> {
  requireResource(context);
  return retrieve(context, {
    args: context.args,
    files: filenamesOf(context),
    labelSelector: context.flags.string('selector'),
    listWhenNameless: true,
  });
}

/** `error: deployments.apps "web" is already paused`: the prefix is in the message, as upstream has it. */
export function refusal(info: Info, why: string): CommandError {
  return new CommandError(`error: ${groupResource(info.resource)} ${JSON.stringify(info.name)} ${why}`);
}

export function specOf(object: KubeObject): Record<string, unknown> {
  return (object['spec'] ?? {}) as Record<string, unknown>;
}
