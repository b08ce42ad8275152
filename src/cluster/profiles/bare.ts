/** The bare profile: nodes of stand-in kubelets, with no containers and no network between them. */
import type { Clock } from '../../time/clock.ts';
import { slowedClock } from '../../time/slowed-clock.ts';
import type { NodeCapacity } from '../cluster-contract.ts';
import { podCidr } from '../controllers/node-ipam.ts';
import { type PodTimes, createInstantKubelet } from '../kubelet/instant-kubelet.ts';
import { createPodDispatch } from '../kubelet/pod-dispatch.ts';
import { type Body, type MachineState, MachineRoom } from './machines.ts';
import { podAddresses } from '../network/pod-addresses.ts';
import { createInformerFactory } from '../runtime/informer-factory.ts';
import type { Verbs } from '../runtime/verbs.ts';
import { forgetNode } from './studio.ts';

export interface BareOptions {
  verbs: Verbs;
  clock: Clock;
  machines: readonly MachineState[];
  /** Components that were stopped on purpose. */
  stopped: readonly string[];
  capacity: NodeCapacity;
  times: PodTimes;
}

export interface BareNodes {
  /** A Node object that is missing is made at the start of its kubelet. */
  room: MachineRoom<Body>;
  stop(): void;
}

/** Simplified: the nodes share their watches, so no single node's rights fit. */
const CALLER = { user: 'system:nodes', groups: ['system:nodes', 'system:masters'], userAgent: 'kubelet/v1.35.6' };

export function createBareNodes({ verbs, clock, machines, stopped, capacity, times }: BareOptions): BareNodes {
  const informers = createInformerFactory(verbs, CALLER);
  const pods = createPodDispatch(informers);
  let free = 0;
  const turn = (): number => {
    const at = Math.max(clock.now(), free);
    free = at + times.gap;
    return at - clock.now();
  };
  const build = (state: MachineState): Body => {
    const { name, index } = state;
    const kubelet = createInstantKubelet({
      node: { name, ip: nodeAddress(index), podCIDR: podCidr(index), capacity },
      verbs,
      clock: slowedClock(clock, () => state.slowness),
      pods,
      allocateIP: addresses(index),
      times,
      ...(times.gap > 0 ? { turn } : {}),
    });
    // Nothing runs there and nothing is sent: with its kubelet, all is said.
    return { kubelet, powerOff: () => {}, powerOn: () => {}, setNetwork: () => {} };
  };
  const room = new MachineRoom(
    {
      build,
      newName: (index) => `node-${index + 1}`,
      address: nodeAddress,
      isControlPlane: () => false,
      forget: (name) => forgetNode(verbs, name),
    },
    machines,
    stopped,
  );
  return {
    room,
    stop() {
      pods.stop();
      informers.stop();
    },
  };
}

/** 192.0.2.x of the documentation range; beyond it, 198.18.0.0/15. */
function nodeAddress(index: number): string {
  return index < 200 ? `192.0.2.${index + 20}` : `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

/** A node here may take more Pods than its /24 has addresses: no traffic flows, so the rest come out of 100.64.0.0/10. */
function addresses(index: number): ReturnType<typeof podAddresses> {
  const own = podAddresses(() => podCidr(index));
  const more = podAddresses(() => `100.${64 + Math.floor(index / 64)}.${(index % 64) * 4}.0/22`);
  return (used, last) =>
    own(used, last?.startsWith('100.') ? undefined : last) ?? more(used, last?.startsWith('100.') ? last : undefined);
}
