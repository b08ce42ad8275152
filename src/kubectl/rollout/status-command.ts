/** `kubectl rollout status` (kubectl/pkg/cmd/rollout/rollout_status.go). */
import { parseDuration } from '../../api/duration.ts';
import { CommandError, throwAll, usageErrorf } from '../errors.ts';
import { filenameFlags, selectorFlag } from '../flag-sets.ts';
import type { Info } from '../resources.ts';
import { watchObject } from '../run/watch-object.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { statusViewerFor } from './status.ts';
import { rolloutTargets } from './targets.ts';

export const rolloutStatus: Verb = {
  name: 'status',
  usage: 'status (TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  long: "Show the status of the rollout.\n\n By default 'rollout status' will watch the status of the latest rollout until it's done. If you don't want to wait for the rollout to finish then you can use --watch=false. Note that if a new rollout starts in-between, then 'rollout status' will continue watching the latest revision. If you want to pin to a specific revision and abort if it is rolled over by another revision, use --revision=N where N is the revision you need to watch for.",
  examples: '# Watch the rollout status of a deployment\nkubectl rollout status deployment/nginx',
  flags: [
    ...filenameFlags('identifying the resource to get from a server.'),
    selectorFlag,
    {
      name: 'watch',
      short: 'w',
      type: 'bool',
      default: true,
      usage: "Watch the status of the rollout until it's done.",
    },
    {
      name: 'revision',
      type: 'int',
      default: 0,
      usage: 'Pin to a specific revision for showing its status. Defaults to 0 (last revision).',
    },
    {
      name: 'timeout',
      type: 'duration',
      default: '0s',
      usage:
        'The length of time to wait before ending watch, zero means never. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).',
    },
  ],
  async run(context) {
    if (context.flags.int('revision') < 0) {
      throw usageErrorf(context.command, `revision must be a positive integer: ${context.flags.int('revision')}`);
    }
    const { infos, errors } = await rolloutTargets(context);
    throwAll(errors);
    for (const info of infos) await followRollout(context, info);
  },
};

async function followRollout(context: VerbContext, info: Info): Promise<void> {
  const viewer = statusViewerFor(info.object.kind ?? '', info.resource.group);
  const revision = context.flags.int('revision');
  const watching = context.flags.bool('watch');
  try {
    await watchObject(context, info, parseDuration(context.flags.string('timeout')), async (object) => {
      if (!object) throw new CommandError('object has been deleted');
      const { message, done } = viewer(object, revision);
      await context.print(message);
      return done || !watching;
    });
  } catch (error) {
    if ((error as Error).name === 'TimedOut') throw new CommandError((error as Error).message);
    throw error;
  }
}
