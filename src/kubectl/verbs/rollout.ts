/** `kubectl rollout` (kubectl/pkg/cmd/rollout/rollout.go). */
import { completeResources } from '../complete-resources.ts';
import { parentCommand } from '../create/subcommand-help.ts';
import { rolloutHistory } from '../rollout/history.ts';
import { rolloutPause, rolloutRestart, rolloutResume } from '../rollout/pausing.ts';
import { rolloutStatus } from '../rollout/status-command.ts';
import { rolloutUndo } from '../rollout/undo.ts';

export const rollout = parentCommand(
  {
    name: 'rollout',
    usage: 'rollout SUBCOMMAND',
    short: 'Manage the rollout of a resource',
    long: `Manage the rollout of one or many resources.
        
 Valid resource types include:

  *  deployments
  *  daemonsets
  *  statefulsets`,
    examples: `# Rollback to the previous deployment
kubectl rollout undo deployment/abc

# Check the rollout status of a daemonset
kubectl rollout status daemonset/foo

# Restart a deployment
kubectl rollout restart deployment/abc

# Restart deployments with the 'app=nginx' label
kubectl rollout restart deployment --selector=app=nginx`,
    flags: [],
    subverbs: [rolloutHistory, rolloutPause, rolloutRestart, rolloutResume, rolloutStatus, rolloutUndo].map((verb) => ({
      complete: completeResources,
      ...verb,
    })),
  },
  'stdout',
);
