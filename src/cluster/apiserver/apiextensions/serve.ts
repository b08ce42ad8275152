/**
 * Definitions come into force: names are accepted, kinds served, and at the end their objects deleted
 * (apiextensions-apiserver/pkg/controller/{status,establish,finalizer} and pkg/apiserver/customresource_handler.go).
 */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../api/object.ts';
import { isStatusError } from '../../../api/status.ts';
import { type Core, timestamp } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { Caller, Verbs } from '../verbs-contract.ts';
import { CLEANUP, conditionOf, isTrue, withCondition } from './conditions.ts';
import { customResourceStrategy } from './custom-resource.ts';
import { acceptNames } from './names.ts';
import { CRDS, type Crd, type CrdCondition } from './types.ts';
import { compareVersions } from './versions.ts';

const RESOURCE = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
const CALLER: Caller = { user: 'system:apiserver', groups: ['system:masters'], userAgent: 'kube-apiserver' };

/** ms between two looks at a definition whose objects are held. */
const RETRY = 5000;

interface Served {
  crd: Crd;
  strategies: readonly Strategy[];
}

/** Serves what is established already, and follows the definitions until it is stopped. */
export function serveCustomResources(core: Core, verbs: Verbs): { stop(): void } {
  const served = new Map<string, Served>();
  if (!core.kinds.ofTable(CRDS)) return { stop: () => {} };
  for (const crd of all(core)) serve(core, served, crd);
  const waiting = new Map<string, { cancel(): void }>();
  const followed = (crd: Crd): void => {
    settle(core, verbs, crd);
    serve(core, served, crd);
    const { name = '', deletionTimestamp } = crd.metadata ?? {};
    if (!deletionTimestamp || waiting.has(name)) return;
    // Objects that are held go without the definition hearing of it.
    const again = core.clock.after(RETRY, () => {
      waiting.delete(name);
      for (const one of current(core, crd)) followed(one);
    });
    waiting.set(name, again);
  };
  const watch = core.store.watch(CRDS, {}, (events) => {
    for (const { type, object } of events) {
      if (type === 'DELETED') forget(core, served, object as Crd);
      // A name that is given up may be what another definition waits for.
      for (const crd of type === 'DELETED' ? all(core) : current(core, object as Crd)) followed(crd);
    }
  });
  return {
    stop() {
      watch.stop();
      for (const timer of waiting.values()) timer.cancel();
    },
  };
}

function all(core: Core): readonly Crd[] {
  return core.store.list(CRDS, {}) as readonly KubeObject[] as readonly Crd[];
}

function current(core: Core, { metadata }: Crd): readonly Crd[] {
  const crd = core.store.get(CRDS, undefined, metadata?.name ?? '');
  return crd && crd.metadata?.uid === metadata?.uid ? [crd as Crd] : [];
}

function settle(core: Core, verbs: Verbs, crd: Crd): void {
  const now = timestamp(core.clock.now());
  if (crd.metadata?.deletionTimestamp) return cleanUp(verbs, crd, now);
  const next = established(named(core, crd, now), now);
  if (!dequal(next.status, crd.status)) write(verbs, next);
}

/** Someone else's write comes back as an event of its own: then there is another chance. */
function write(verbs: Verbs, crd: Crd): void {
  try {
    verbs.update(CALLER, RESOURCE, undefined, crd.metadata?.name ?? '', crd, { subresource: 'status' });
  } catch (error) {
    if (!isStatusError(error, 'Conflict') && !isStatusError(error, 'NotFound')) throw error;
  }
}

function named(core: Core, crd: Crd, now: string): Crd {
  const { names, condition } = acceptNames(crd, all(core));
  const next = withCondition(crd, now, condition);
  return { ...approved({ ...next, status: { ...next.status, acceptedNames: names } }, now) };
}

/** Groups of Kubernetes itself say whether they were approved. */
function approved(crd: Crd, now: string): Crd {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(crd.spec.group)) return crd;
  const given = crd.metadata?.annotations?.['api-approved.kubernetes.io'] ?? '';
  const refused = given.startsWith('unapproved');
  return withCondition(crd, now, {
    type: 'KubernetesAPIApprovalPolicyConformant',
    status: refused ? 'False' : 'True',
    reason: refused ? 'UnapprovedAnnotation' : 'ApprovedAnnotation',
    message: refused ? `not approved: ${JSON.stringify(given)}` : `approved in ${given}`,
  });
}

/** In two steps, as upstream: clients see that it is being installed before it is. */
function established(crd: Crd, now: string): Crd {
  const accepted = isTrue(crd, 'NamesAccepted');
  const set = (rest: Pick<CrdCondition, 'status' | 'reason' | 'message'>): Crd =>
    withCondition(crd, now, { type: 'Established', ...rest });
  if (isTrue(crd, 'Established')) return crd;
  if (!accepted) return set({ status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' });
  const installing = conditionOf(crd, 'Established')?.reason === 'Installing';
  const message = 'the initial names have been accepted';
  return installing
    ? set({ status: 'True', reason: 'InitialNamesAccepted', message })
    : set({ status: 'False', reason: 'Installing', message });
}

function serve(core: Core, served: Map<string, Served>, given: Crd): void {
  const [crd] = current(core, given);
  if (!crd || !isTrue(crd, 'Established')) return;
  const { name = '' } = crd.metadata ?? {};
  const before = served.get(name);
  if (before && isSame(before.crd, crd)) return;
  const strategies = crd.spec.versions
    .filter((version) => version.served)
    .toSorted((a, b) => compareVersions(b.name, a.name))
    .map((version) => customResourceStrategy(crd, version));
  const kept = new Set(strategies.map(({ info }) => info.version));
  core.kinds.remove(before?.strategies.filter(({ info }) => !kept.has(info.version)) ?? []);
  core.kinds.add(strategies);
  served.set(name, { crd, strategies });
}

function isSame(a: Crd, b: Crd): boolean {
  return (
    a.metadata?.deletionTimestamp === b.metadata?.deletionTimestamp &&
    dequal(a.spec, b.spec) &&
    dequal(a.status?.acceptedNames, b.status?.acceptedNames)
  );
}

function forget(core: Core, served: Map<string, Served>, { metadata }: Crd): void {
  const before = served.get(metadata?.name ?? '');
  if (!before || before.crd.metadata?.uid !== metadata?.uid) return;
  served.delete(metadata?.name ?? '');
  core.kinds.remove(before.strategies);
}

/** Deletes the objects; the definition may go when none is left. */
function cleanUp(verbs: Verbs, crd: Crd, now: string): void {
  const { finalizers = [] } = crd.metadata ?? {};
  if (!finalizers.includes(CLEANUP)) return;
  const left = isTrue(crd, 'Established') ? deleteInstances(verbs, crd) : 0;
  const state =
    left > 0
      ? {
          status: 'True' as const,
          reason: 'InstanceDeletionInProgress',
          message: 'CustomResource deletion is in progress',
        }
      : { status: 'False' as const, reason: 'InstanceDeletionCompleted', message: 'removed all instances' };
  const next = withCondition(crd, now, { type: 'Terminating', ...state });
  if (left > 0) return dequal(next.status, crd.status) ? undefined : write(verbs, next);
  const metadata = { ...next.metadata, finalizers: finalizers.filter((one) => one !== CLEANUP) };
  verbs.update(CALLER, RESOURCE, undefined, crd.metadata?.name ?? '', { ...next, metadata });
}

function deleteInstances(verbs: Verbs, { spec }: Crd): number {
  const version = spec.versions.find((one) => one.served);
  if (!version) return 0;
  const resource = { group: spec.group, version: version.name, resource: spec.names.plural };
  const { items } = verbs.list(CALLER, resource);
  for (const { metadata } of items) {
    if (metadata?.deletionTimestamp) continue;
    verbs.delete(CALLER, resource, metadata?.namespace, metadata?.name ?? '');
  }
  return items.length === 0 ? 0 : verbs.list(CALLER, resource).items.length;
}
