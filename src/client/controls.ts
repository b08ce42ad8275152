/** What is not Kubernetes at all. Only a simulated cluster has it; on a real one it is absent. */
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

export interface Controls {
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
