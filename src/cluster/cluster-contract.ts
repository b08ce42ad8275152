/** What the roots get from `createCluster` (cluster.ts) and what they give it. */
import type { Fetch } from '../client/client.ts';
import type { AuditRecord, Images, Machines, Placement, Snapshot } from '../client/controls.ts';
import type { OpenStream } from '../client/stream.ts';
import type { Wire } from '../client/wire.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';
import type { Verbs } from './runtime/verbs.ts';
import type { PodTimes } from './kubelet/instant-kubelet.ts';

export interface NodeCapacity {
  cpu: string;
  memory: string;
  'ephemeral-storage': string;
  pods: string;
}

export interface ClusterOptions {
  seed: string;
  clock: VirtualClock;
  /**
   * `studio`: a kubeadm-like control-plane node and workers, control-plane Pods, CoreDNS and an ingress controller.
   * `bare`: only API server, controllers, scheduler and nodes whose kubelet makes Pods Running and Ready at once
   * (the setting in which the golden transcripts were recorded).
   */
  profile: 'studio' | 'bare';
  /** Worker names (studio: default worker-1, worker-2; bare: node-1…3). */
  nodes?: readonly string[];
  capacity?: NodeCapacity;
  /** bare: seconds until a Pod whose restartPolicy is not Always succeeds. */
  jobSeconds?: number;
  /** bare: how long Pods take; at once unless said otherwise. */
  times?: PodTimes;
  /** What the components are given to speak to the API server: for tests, which put a bad network between them. */
  between?: (verbs: Verbs) => Verbs;
  /** Start from this instead of an empty store. */
  snapshot?: Snapshot;
}

/** `user` is who really asked. */
export interface AuditEvent extends Omit<AuditRecord, 'seq'> {
  /** As whom he asked, by `--as`; `groups` are then that user's. */
  impersonatedUser?: string;
  groups: readonly string[];
  /** What admission notes: of Pod Security and of admission policies. */
  annotations?: Readonly<Record<string, string>>;
}

/** A running cluster. All of it lives on `options.clock`: it stands still unless the root advances that. */
export interface Cluster {
  fetch: Fetch;
  stream: OpenStream;
  wire: Wire;
  snapshot(): Snapshot;
  components(): { name: string; running: boolean }[];
  stopComponent(name: string): void;
  startComponent(name: string): void;
  machines: Machines;
  images: Images;
  /** What the scheduler noted when it last looked at the Pod; of the latest few hundred Pods. */
  placement(namespace: string, pod: string): Placement | undefined;
  /** Calls `seen` for each request as it is answered. */
  onAudit(seen: (event: AuditEvent) => void): () => void;
  /** Virtual time of the last write to the store that was not a Lease (the headless shell settles on it). */
  lastChange(): number;
  /** Stops every component and forgets all timers. */
  stop(): void;
}
