/** Claims and volumes: whether they found each other. */
import { asClaim, asVolume } from '../../graph/cluster-index.ts';
import type { State } from '../../graph/status.ts';
import { why, type Explain } from '../why.ts';

export const explainClaim: Explain = (object, objects) => {
  const { spec, status } = asClaim(object);
  const volume = spec?.volumeName ?? '';
  if (status?.phase === 'Bound') return { state: 'ready', why: [why('claimBound', { volume })] };
  if (status?.phase === 'Lost') return { state: 'failing', why: [why('claimLost', { volume })] };
  const waits = [...(objects['Event']?.values() ?? [])].some((event) => {
    const { involvedObject, reason } = event as { involvedObject?: { uid?: string }; reason?: string };
    return reason === 'WaitForFirstConsumer' && involvedObject?.uid === object.metadata?.uid;
  });
  const params = { className: spec?.storageClassName ?? '', ...(waits ? { first: 1 } : {}) };
  return { state: 'starting', word: status?.phase ?? 'Pending', why: [why('claimWaits', params)] };
};

const states: Readonly<Record<string, State>> = {
  Available: 'ready',
  Bound: 'ready',
  Released: 'completed',
  Failed: 'failing',
};

export const explainVolume: Explain = (object) => {
  const { spec, status } = asVolume(object);
  const phase = status?.phase ?? '';
  const claim = spec?.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '';
  const said =
    phase === 'Released' ? why('volumeReleased', { claim }) : why(claim ? 'volumeBound' : 'volumeFree', { claim });
  return { state: states[phase] ?? 'starting', word: phase, why: [said] };
};
