/** `kubectl rollout pause|resume|restart` (kubectl/pkg/cmd/rollout, polymorphichelpers/object{pauser,resumer,restarter}.go). */
import { formatTime } from '../../api/duration.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { CommandError, plainMessage, throwAll } from '../errors.ts';
import { fieldManagerFlag, filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import type { Info } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { refusal, rolloutTargets, specOf } from './targets.ts';

const STRATEGIC = 'application/strategic-merge-patch+json';
const RESTARTABLE = ['Deployment', 'StatefulSet', 'DaemonSet'];

interface Change {
  name: string;
  past: string;
  short: string;
  long: string;
  examples: string;
  manager: string;
  /** The patch; throws why it cannot be. */
  patch(info: Info, now: number): unknown;
}

function defineChange(change: Change): Verb {
  return {
    name: change.name,
    usage: `${change.name} RESOURCE`,
    short: change.short,
    long: change.long,
    examples: change.examples,
    flags: [
      ...filenameFlags('identifying the resource to get from a server.'),
      selectorFlag,
      ...printFlags,
      fieldManagerFlag(change.manager),
    ],
    run: (context) => runChange(context, change),
  };
}

async function runChange(context: VerbContext, change: Change): Promise<void> {
  const printer = await resultPrinter(context, change.past);
  const { infos, errors } = await rolloutTargets(context);
  const failures = [...errors];
  for (const info of infos) {
    let patch: unknown;
    try {
      patch = change.patch(info, context.io.clock.now());
    } catch (error) {
      failures.push(error);
      continue;
    }
    try {
      const options = { fieldManager: context.flags.string('field-manager') };
      await printer(await context.client.patch(info.resource, info.name, info.namespace, STRATEGIC, patch, options));
    } catch (error) {
      failures.push(new CommandError(`error: failed to patch: ${plainMessage(error)}`));
    }
  }
  throwAll(failures);
}

export const rolloutPause = defineChange({
  name: 'pause',
  past: 'paused',
  short: 'Mark the provided resource as paused',
  long: 'Mark the provided resource as paused.\n\n Paused resources will not be reconciled by a controller. Use "kubectl rollout resume" to resume a paused resource. Currently only deployments support being paused.',
  examples: '# Mark the nginx deployment as paused\nkubectl rollout pause deployment/nginx',
  manager: 'kubectl-rollout',
  patch(info) {
    if (info.object.kind !== 'Deployment') throw refusal(info, 'pausing is not supported');
    if (specOf(info.object)['paused'] === true) throw refusal(info, 'is already paused');
    return { spec: { paused: true } };
  },
});

export const rolloutResume = defineChange({
  name: 'resume',
  past: 'resumed',
  short: 'Resume a paused resource',
  long: 'Resume a paused resource.\n\n Paused resources will not be reconciled by a controller. By resuming a resource, we allow it to be reconciled again. Currently only deployments support being resumed.',
  examples: '# Resume an already paused deployment\nkubectl rollout resume deployment/nginx',
  manager: 'kubectl-rollout',
  patch(info) {
    if (info.object.kind !== 'Deployment') throw refusal(info, 'resuming is not supported');
    if (specOf(info.object)['paused'] !== true) throw refusal(info, 'is not paused');
    return { spec: { paused: null } };
  },
});

export const rolloutRestart = defineChange({
  name: 'restart',
  past: 'restarted',
  short: 'Restart a resource',
  long: 'Restart a resource.\n\n        Resource rollout will be restarted.',
  examples: `# Restart all deployments in the test-namespace namespace
kubectl rollout restart deployment -n test-namespace

# Restart a deployment
kubectl rollout restart deployment/nginx

# Restart a daemon set
kubectl rollout restart daemonset/abc`,
  manager: 'kubectl-rollout',
  patch(info, now) {
    const { kind = '' } = info.object;
    if (!RESTARTABLE.includes(kind)) throw refusal(info, 'restarting is not supported');
    if (kind === 'Deployment' && specOf(info.object)['paused'] === true) {
      throw refusal(info, "can't restart paused deployment (run rollout resume first)");
    }
    const restartedAt = formatTime(now);
    const template = specOf(info.object)['template'] as { metadata?: { annotations?: Record<string, string> } };
    if (template?.metadata?.annotations?.[RESTARTED_AT] === restartedAt) {
      throw refusal(
        info,
        'if restart has already been triggered within the past second, please wait before attempting to trigger another',
      );
    }
    return { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } };
  },
});

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
