/** What is not Kubernetes at all. Only a simulated cluster has it; on a real one it is absent. */
import type { BuiltImage, NamedImage } from '../api/built-image.ts';

export interface Snapshot {
  version: 1;
  /** Everything needed to start the same cluster again; opaque, JSON-serialisable. */
  data: unknown;
}

export interface ClusterTime {
  now: number;
  speed: number;
  paused: boolean;
}

/** A computer of the cluster; what Kubernetes sees of it is a Node, if its kubelet ever registered one. */
export interface Machine extends Ailments {
  name: string;
  role: 'control-plane' | 'worker';
  address: string;
  /** Whether its kubelet runs: it does not where it was stopped, nor where it could do nothing. */
  kubelet: boolean;
}

export interface Ailments {
  power: 'on' | 'off';
  network: 'connected' | 'cut';
  /** How many times longer its kubelet takes for everything; 1 is healthy. */
  slowness: number;
}

/** Machines come, fail and go. All reject with an Error in plain words when there is no such machine. */
export interface Machines {
  machines(): Promise<Machine[]>;
  /** Resolves with its name: the next free one unless it is given. */
  addMachine(name?: string): Promise<string>;
  /** It and all it holds are gone, and its Node is deleted. */
  removeMachine(name: string): Promise<void>;
  fault(name: string, ailments: Partial<Ailments>): Promise<void>;
  /** On, connected, as fast as ever, and its kubelet runs. */
  repair(name: string): Promise<void>;
}

/** Images that were built on the laptop, for the nodes to pull. Names are canonical: `docker.io/library/kubia:latest`. */
export interface Images {
  images(): Promise<readonly NamedImage[]>;
  /** Under this name from now on; containers that run keep what they were started from. */
  putImage(name: string, image: BuiltImage): Promise<void>;
  /** Resolves with false when there is no such name. */
  removeImage(name: string): Promise<boolean>;
  /** Onto every node, without a pull; false when there is no such name. */
  loadImage(name: string): Promise<boolean>;
}

/** Why a Pod is where it is, or nowhere: what the scheduler found when it last looked. */
export interface Placement {
  /** ms since the epoch. */
  at: number;
  /** Undefined when no Node was found. */
  chosen?: string;
  /** Said of the Pod before any Node was looked at. */
  refusal?: string;
  /** In the order in which they were looked at; in a large cluster not all of them are. */
  nodes: readonly NodeVerdict[];
}

export interface NodeVerdict {
  node: string;
  /** Undefined when it could run there. */
  rejected?: { plugin: string; reasons: readonly string[] };
  /** Undefined when it was the only one, or not looked at further. Weighted, by plugin. */
  scores?: { total: number; plugins: Readonly<Record<string, number>> };
}

/** A request as the API server's audit tells it. */
export interface AuditRecord {
  /** Counts up without gaps for as long as the cluster lives. */
  seq: number;
  /** ms since the epoch, the cluster's own time. */
  at: number;
  user: string;
  userAgent: string;
  verb: string;
  group: string;
  resource: string;
  namespace?: string;
  name?: string;
  subresource?: string;
  code: number;
}

export interface Controls extends Machines, Images {
  /** The requests after `seq`, as far back as they are kept (some thousands), leases left out. */
  audit(seq: number): Promise<readonly AuditRecord[]>;
  /** Remembers the cluster as it is under a name; the latest few are kept, until the page is closed. */
  mark(name: string): Promise<void>;
  /** The cluster as it was remembered; false when it no longer is. */
  rewind(name: string): Promise<boolean>;
  /** Undefined when the scheduler never looked at the Pod, or has forgotten. */
  placement(namespace: string, pod: string): Promise<Placement | undefined>;
  time(): Promise<ClusterTime>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Virtual ms per real ms. */
  setSpeed(speed: number): Promise<void>;
  /** Runs the next `ms` of virtual time at once and pauses there. */
  step(ms: number): Promise<void>;
  reset(): Promise<void>;
  snapshot(): Promise<Snapshot>;
  restore(snapshot: Snapshot): Promise<void>;
  /** Control-plane parts and node agents that can be stopped: `kube-scheduler`, `kubelet/worker-1`, … */
  components(): Promise<{ name: string; running: boolean }[]>;
  stopComponent(name: string): Promise<void>;
  startComponent(name: string): Promise<void>;
}
