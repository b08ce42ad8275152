/**
 * One container: created → running → exited, with its files, processes, log and ports (CRI's Container; the
 * lifecycle is containerd's, pkg/cri/server/container_*.go).
 */
import type { FileSystem } from '../shell/filesystem.ts';
import type { Machine, Program, SignalName } from '../shell/process.ts';
import type { Timer } from '../time/clock.ts';
import { machineOf, processLimitOf } from './container-machine.ts';
import type { EngineClock } from './cpu.ts';
import { FileTree, type Layer, type TreeSnapshot } from './file-tree.ts';
import type { HttpHandler } from './http.ts';
import { identityFiles } from './identity-files.ts';
import { ContainerLog, type LogSnapshot, type LogStream } from './log.ts';
import type { Image } from './image.ts';
import { withKernelFiles } from './kernel-files.ts';
import { mountedFiles } from './mounts.ts';
import type { Network, NetworkNamespace } from './network.ts';
import type { ContainerInput } from './attach.ts';
import { ProcessTable } from './processes.ts';
import { type ContainerUser, filesAs } from './permissions.ts';
import type { Sandbox } from './sandbox.ts';
import { terminationMessage, type TerminationMessage } from './termination-message.ts';

export interface ContainerMount {
  path: string;
  /** Name of a volume of the sandbox, or `host:` for the node's own files. */
  volume: string;
  source: string;
  readOnly: boolean;
  /** Shows `volume` as it was when the container was made: this is the name of that copy. */
  copy?: string;
}

export interface ContainerConfig {
  name: string;
  /** Canonical reference of a pulled image. */
  image: string;
  /** Of an image that somebody built: which of those that had this name. */
  imageId?: string;
  /** Restart count. */
  attempt: number;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  workingDir: string;
  mounts: readonly ContainerMount[];
  /** Ports declared in the Pod: what an unknown image is supposed to listen on. */
  ports: readonly number[];
  /** Ports of the node that lead here. */
  hostPorts?: readonly { host: number; port: number }[];
  stdin?: boolean;
  /** Closes standard input when the first client that attached is gone. */
  stdinOnce?: boolean;
  tty?: boolean;
  stopSignal: SignalName;
  /** Bytes; it is killed when it takes more. */
  memoryLimit?: number;
  /** Cores; it runs slower when it wants more. */
  cpuLimit?: number;
  /** Absent: root. */
  user?: ContainerUser;
  readOnlyRoot?: boolean;
  /** Name of the container of its Pod whose processes it sees. */
  seesProcessesOf?: string;
  /** Without CAP_: those that it has been given or has lost, compared with the runtime's default. */
  capabilities?: { added: readonly string[]; dropped: readonly string[] };
  /** Where the program says why it ended. */
  terminationMessage?: TerminationMessage;
}

/** What a container takes of its machine: resident bytes, and cores. */
export interface Usage {
  memory: number;
  cpu: number;
}

export type ContainerState =
  | { status: 'created' }
  | { status: 'running'; startedAt: number }
  | { status: 'exited'; startedAt: number; finishedAt: number; exitCode: number; reason: string; message?: string };

export interface ContainerSnapshot {
  id: string;
  sandbox: string;
  config: ContainerConfig;
  createdAt: number;
  state: ContainerState;
  stopping?: number;
  log: LogSnapshot;
  files: TreeSnapshot;
  memory?: Record<string, unknown>;
}

/** What the engine lends to its containers. */
export interface Host {
  clock: EngineClock;
  network: Network;
  hostFiles: FileTree;
  image(config: ContainerConfig): Image;
  layer(config: ContainerConfig): Layer;
  /** A program of the image or of the shell, by its name. */
  find(container: Container, name: string): Program | undefined;
  programs(container: Container): string[];
  dialect(container: Container): 'bash' | 'ash';
  exited(container: Container): void;
}

/** A container as the servers of images see it. */
export interface ServerContainer {
  readonly config: ContainerConfig;
  readonly argv: readonly string[];
  readonly id: string;
  readonly hostname: string;
  readonly fs: FileSystem;
  readonly clock: EngineClock;
  readonly namespace: NetworkNamespace;
  readonly network: Network;
  readonly startedAt: number;
  /** 1 when absent. */
  readonly pid?: number;
  /** True when it goes on after a snapshot: its start is in the log already. */
  readonly resumed: boolean;
  /** What the program keeps in memory: gone with the container, kept by a snapshot. JSON. */
  readonly memory: Record<string, unknown>;
  log(text: string, stream?: LogStream): void;
  logLazily(text: () => string, stream?: LogStream): void;
  /** False when the port is taken in this network namespace. */
  listen(port: number, serve?: HttpHandler): boolean;
  /** Gives back a port that it listens on. */
  close(port: number): void;
  /** Sends a signal to a process beside it; absent for the first one. */
  sendSignal?(pid: number, name: SignalName): boolean;
  /** Instead of ending with status 0 when told to stop. */
  onStop(handler: (signal: SignalName) => void): void;
  /** False when nothing at or below `path` can differ from the image: no need to look. */
  touched(path: string): boolean;
  /** Runs `release` when it ends or its engine is halted. */
  onEnd(release: () => void): void;
  /** Says what it takes from now on; more memory than its limit is the end of it. */
  use(usage: Usage): void;
  /** Says that a piece of work took so many ms of a core, beside what it uses all the time. */
  work(ms: number): void;
  /** Cancelled when the container ends. */
  after(delay: number, fire: () => void): Timer;
  exit(code: number): void;
}

/** ms until memory that was asked for has been touched. */
const OOM_DELAY = 300;

export class Container implements ServerContainer {
  state: ContainerState = { status: 'created' };
  usage: Usage = { memory: 0, cpu: 0 };
  /** ms of a core that pieces of work have taken; forgotten by a snapshot. */
  worked = 0;
  logs = new ContainerLog();
  resumed = false;
  /** When it will be killed, ms since the epoch; set while it is being stopped. */
  killAt: number | undefined;
  readonly processes: ProcessTable;
  /** Standard input of PID 1, where it is held open for clients. */
  input: ContainerInput | undefined;
  private readonly fork = processLimitOf(this);
  private held: Record<string, unknown> | undefined;
  private root: FileTree | undefined;
  private rootFiles: TreeSnapshot | undefined;
  private mounted: FileSystem | undefined;
  private listening: number[] | undefined;
  private releases: (() => void)[] | undefined;
  private watchers: Set<() => void> | undefined;
  private viewers: Set<(text: string, stream: LogStream) => void> | undefined;
  private killTimer: Timer | undefined;
  private stopHandler: ((signal: SignalName) => void) | undefined;

  constructor(
    readonly id: string,
    readonly sandbox: Sandbox,
    public config: ContainerConfig,
    readonly createdAt: number,
    private readonly host: Host,
  ) {
    const owner = { uid: config.user?.uid ?? 0, signal: (name: SignalName): void => this.signal(name) };
    this.processes = new ProcessTable(owner, sandbox.pids ?? sandbox.processesOf(config.seesProcessesOf));
    sandbox.hold(config.name, this.processes);
  }

  get image(): Image {
    return this.host.image(this.config);
  }
  get argv(): readonly string[] {
    return this.config.argv;
  }
  get hostname(): string {
    return this.sandbox.config.hostname;
  }
  get clock(): EngineClock {
    return this.host.clock;
  }
  get namespace(): NetworkNamespace {
    return this.sandbox.network;
  }
  get network(): Network {
    return this.host.network;
  }
  get memory(): Record<string, unknown> {
    return (this.held ??= {});
  }
  get startedAt(): number {
    return this.state.status === 'created' ? this.createdAt : this.state.startedAt;
  }
  get running(): boolean {
    return this.state.status === 'running';
  }

  get fs(): FileSystem {
    if (this.mounted) return this.mounted;
    this.root = new FileTree(this.host.layer(this.config), () => this.clock.now());
    if (this.rootFiles) this.root.restore(this.rootFiles);
    else for (const [path, text] of identityFiles(this)) this.root.writeFile(path, text);
    const { readOnlyRoot = false, user } = this.config;
    const mounts = this.config.mounts.map(({ path, volume, source, readOnly, copy }) => ({
      path,
      source,
      readOnly,
      tree: volume === 'host:' ? this.host.hostFiles : this.sandbox.volume(copy ?? volume),
    }));
    const files = mountedFiles(this.root, mounts, { readOnlyRoot });
    return (this.mounted = withKernelFiles(user && user.uid !== 0 ? filesAs(files, user) : files, this));
  }

  machine(): Machine {
    return machineOf(this, this.host, this.fork);
  }

  log(text: string, stream: LogStream = 'stdout'): void {
    this.logs.write(this.clock.now(), stream, text);
    if (this.viewers) for (const view of this.viewers) view(text, stream);
  }

  logLazily(text: () => string, stream: LogStream = 'stdout'): void {
    if (this.viewers?.size) return this.log(text(), stream);
    this.logs.writeLazily(this.clock.now(), stream, text);
  }

  /** Shows what it writes from now on, as it is written; returns how to stop that. */
  view(view: (text: string, stream: LogStream) => void): () => void {
    const viewers = (this.viewers ??= new Set());
    viewers.add(view);
    return () => viewers.delete(view);
  }

  listen(port: number, serve?: HttpHandler): boolean {
    const { ports } = this.namespace;
    if (ports.has(port)) return false;
    ports.set(port, serve ? { owner: this.id, serve } : { owner: this.id });
    (this.listening ??= []).push(port);
    return true;
  }

  close(port: number): void {
    if (this.namespace.ports.get(port)?.owner === this.id) this.namespace.ports.delete(port);
  }

  onStop(handler: (signal: SignalName) => void): void {
    this.stopHandler = handler;
  }

  after(delay: number, fire: () => void): Timer {
    const timer = this.clock.after(delay, fire);
    this.onEnd(() => timer.cancel());
    return timer;
  }

  onEnd(release: () => void): void {
    (this.releases ??= []).push(release);
  }

  /** Tells when it has ended (or its engine forgets it); returns how not to be told. */
  onGone(gone: () => void): () => void {
    const watchers = (this.watchers ??= new Set());
    watchers.add(gone);
    return () => watchers.delete(gone);
  }

  /** Bytes of its writable layer and its log. */
  get diskUsage(): number {
    return (this.root?.size ?? 0) + this.logs.bytes;
  }

  /** Its limits from now on; one that it is above already is the end of it. */
  resize(limits: Pick<ContainerConfig, 'memoryLimit' | 'cpuLimit'>): void {
    const { memoryLimit: _memory, cpuLimit: _cpu, ...rest } = this.config;
    this.config = { ...rest, ...limits };
    this.use(this.usage);
  }

  use({ memory, cpu }: Usage): void {
    const { memoryLimit, cpuLimit = Infinity } = this.config;
    const usage = (this.usage = { memory, cpu: Math.min(cpu, cpuLimit) });
    if (memoryLimit === undefined || usage.memory <= memoryLimit) return;
    // Pages are touched one after another: the kernel steps in when the limit is reached.
    this.after(OOM_DELAY, () => this.runOutOfMemory());
  }

  /** The kernel ends it all. */
  runOutOfMemory(): void {
    this.exit(137, 'OOMKilled');
  }

  work(ms: number): void {
    this.worked += ms;
  }

  touched(path: string): boolean {
    const within = (mount: string): boolean => `${mount}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${mount}/`);
    if (this.config.mounts.some((mount) => within(mount.path))) return true;
    const changes = this.root?.snapshot() ?? this.rootFiles ?? [];
    return changes.some(([changed]) => within(changed));
  }

  /** Delivers its stop signal now and KILL at `killAt` (ms since the epoch). A later call may only shorten that. */
  stop(killAt: number): void {
    if (!this.running || (this.killAt !== undefined && this.killAt <= killAt)) return;
    const first = this.killAt === undefined;
    this.killAt = killAt;
    this.killTimer?.cancel();
    this.killTimer = this.clock.after(killAt - this.clock.now(), () => this.kill());
    if (first) this.signal(this.config.stopSignal);
  }

  signal(name: SignalName): void {
    if (name === 'KILL') this.kill();
    else if (this.stopHandler) this.stopHandler(name);
    else this.processes.main?.signal(name);
  }

  exit(code: number, reason = code === 0 ? 'Completed' : 'Error', message?: string): void {
    if (!this.running) return;
    const { startedAt } = this;
    const finishedAt = this.clock.now();
    this.release();
    this.logs.flush(finishedAt);
    const text = message ?? this.lastWords(code);
    const said = text === undefined ? {} : { message: text };
    this.state = { status: 'exited', startedAt, finishedAt, exitCode: code, reason, ...said };
    this.host.exited(this);
    for (const gone of this.watchers ?? []) gone();
  }

  private lastWords(code: number): string | undefined {
    const { terminationMessage: where } = this.config;
    // Nobody ever looked at its files: nothing can have been written.
    const files = this.mounted || this.rootFiles ? this.fs : undefined;
    return where && terminationMessage(where, files, this.logs, code);
  }

  /** Gives up ports, timers and processes without ending: for stopping the engine itself. */
  release(): void {
    for (const port of this.listening ?? []) this.close(port);
    for (const release of this.releases ?? []) release();
    this.killTimer?.cancel();
    if (this.running && this.watchers) for (const gone of Array.from(this.watchers)) gone();
    this.listening = this.releases = undefined;
    this.processes.killAll();
  }

  snapshot(): ContainerSnapshot {
    return {
      id: this.id,
      sandbox: this.sandbox.id,
      config: this.config,
      createdAt: this.createdAt,
      state: this.state,
      ...(this.killAt !== undefined && this.running && { stopping: this.killAt }),
      log: this.logs.snapshot(),
      files: this.root?.snapshot() ?? this.rootFiles ?? [],
      ...(this.held && { memory: structuredClone(this.held) }),
    };
  }

  restore(snapshot: ContainerSnapshot): void {
    this.state = snapshot.state;
    this.logs = ContainerLog.restore(snapshot.log);
    this.rootFiles = snapshot.files;
    this.held = snapshot.memory && structuredClone(snapshot.memory);
    this.resumed = true;
  }

  private kill(): void {
    // 137 whatever the program would have answered: SIGKILL asks nobody.
    this.exit(137);
  }
}
