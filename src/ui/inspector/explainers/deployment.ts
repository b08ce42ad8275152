/** A Deployment: how far a version change has come, within which bounds, and what holds it up. */
import { asDeployment, templateImage } from '../../graph/cluster-index.ts';
import { rolloutNumbers } from '../../graph/rollout.ts';
import type { Why } from '../../graph/status.ts';
import { parseImage } from '../../graph/versions.ts';
import { deploymentState } from '../../graph/workload-kinds/deployment.ts';
import { why, type Explain } from '../why.ts';

export const explainDeployment: Explain = (object) => {
  const deployment = asDeployment(object);
  const { desired, ready, most, least } = rolloutNumbers(deployment);
  const { status, spec } = deployment;
  const state = deploymentState(object);
  const updated = status?.updatedReplicas ?? 0;
  const old = Math.max(0, (status?.replicas ?? 0) - updated);
  const stuck = status?.conditions?.find((entry) => entry.type === 'Progressing' && entry.status === 'False');
  const reasons: Why[] = [];
  if (spec?.paused) reasons.push(why('deployPaused'));
  if (stuck) reasons.push(why('deployStuck', { message: stuck.message ?? '' }));
  if (desired === 0) reasons.push(why('deployZero'));
  else if (state === 'ready')
    reasons.push(why('deploySteady', { desired, image: parseImage(templateImage(object) ?? '').tag }));
  else if (old > 0 || updated < desired) {
    reasons.push(
      spec?.strategy?.type === 'Recreate' ? why('recreate') : why('deploySurge', { desired, max: most, min: least }),
    );
    reasons.push(why('deployCount', { updated, desired, old }));
  } else reasons.push(why('deployWait', { ready, desired }));
  return { state, why: reasons };
};
