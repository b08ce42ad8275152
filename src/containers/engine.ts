/**
 * A container engine in miniature: what containerd is to a kubelet. One a node (and one on the laptop for docker);
 * everything it holds can be taken out with `snapshot()` and put back with `restore()`.
 *
 * Simplified: after a restore servers go on where they were, scripts are begun again from their first line.
 */
import type { BuiltImage } from '../api/built-image.ts';
import type { Program } from '../shell/process.ts';
import type { Random } from '../time/random.ts';
import {
  Container,
  type ContainerConfig,
  type ContainerSnapshot,
  type Host,
  type ServerContainer,
} from './container.ts';
import type { ImageSource } from './built-images.ts';
import type { EngineClock } from './cpu.ts';
import { FileTree, layerOf, type TreeSnapshot } from './file-tree.ts';
import type { Network, NetworkNamespace } from './network.ts';
import { parseReference } from './reference.ts';
import { planPull, type PulledImage, type PullOutcome } from './pull.ts';
import { ImageContents } from './image-contents.ts';
import type { Image } from './image.ts';
import { dialectOf, type ExecOptions, findProgram, programNames, runProcess, startContainer, toolsOf } from './run.ts';
import { Sandbox, type SandboxConfig, type SandboxSnapshot } from './sandbox.ts';

/** What the shell brings along: `sh`, `bash` and the coreutils, by name. */
export interface ShellPrograms {
  find(name: string): Program | undefined;
  names(): readonly string[];
}

/**
 * What the cluster puts into images from outside, by repository: called when the image's own program starts; what it
 * returns is called when that ends. The control plane's parts are such: starting the container of kube-scheduler
 * starts the scheduler.
 */
export type ProgramHook = (container: ServerContainer) => (() => void) | void;
export type ProgramHooks = Map<string, ProgramHook>;

export interface EngineOptions {
  clock: EngineClock;
  random: Random;
  /** Name and address of the machine; hostNetwork sandboxes live at that address. */
  node: { name: string; ip: string };
  network: Network;
  /** First two or three octets and a counter: gives sandboxes addresses. Never asked for hostNetwork. */
  allocateIP(used: ReadonlySet<string>, last: string | undefined): string | undefined;
  shell?: ShellPrograms;
  hooks?: ProgramHooks;
  /** Images that somebody built, to be pulled by their names. */
  registry?: ImageSource;
}

export interface EngineSnapshot {
  images: PulledImage[];
  /** Those that still run under a name that another has now. */
  built?: BuiltImage[];
  lastIP?: string;
  sandboxes: SandboxSnapshot[];
  containers: ContainerSnapshot[];
  hostFiles: TreeSnapshot;
}

export class Engine {
  readonly images = new Map<string, PulledImage>();
  readonly sandboxes = new Map<string, Sandbox>();
  readonly containers = new Map<string, Container>();
  readonly hostFiles: FileTree;
  /** The node's own network namespace. */
  readonly hostNamespace: NetworkNamespace;
  /** Told when a container ended. */
  onExit: (container: Container) => void = () => {};
  private readonly downloads = new Map<string, { until: number; outcome: PullOutcome }>();
  private readonly used = new Set<string>();
  private lastIP: string | undefined;
  private readonly host: Host;
  private readonly contents: ImageContents;

  constructor(private readonly options: EngineOptions) {
    const { clock, network, node } = options;
    this.hostFiles = new FileTree(HOST_LAYER, () => clock.now());
    this.hostNamespace = { ip: node.ip, ports: new Map(), node: node.name };
    network.attach(this.hostNamespace);
    this.contents = new ImageContents((found) => toolsOf(found, options.shell));
    this.host = {
      clock,
      network,
      hostFiles: this.hostFiles,
      image: (config) => this.contents.image(config),
      layer: (config) => this.contents.layer(config),
      find: (container, name) => findProgram(container, name, this.options),
      programs: (container) => programNames(container, this.options),
      dialect: dialectOf,
      exited: (container) => this.onExit(container),
    };
  }

  /** The name server that containers are given. */
  get nameServer(): string {
    return this.options.network.nameServer;
  }

  /** Undefined when it has not been pulled. Throws when the reference is malformed. */
  image(reference: string): PulledImage | undefined {
    return this.images.get(parseReference(reference).canonical);
  }

  /**
   * Pulls, and calls `done` when the time for it has passed. Throws when the reference is malformed.
   * Simplified: who asks for an image that is being downloaded shares that download (the kubelet's serial puller
   * would ask the registry again for each of them).
   */
  pull(reference: string, done: (outcome: PullOutcome) => void): { cancel(): void } {
    const { clock, random } = this.options;
    const { canonical } = parseReference(reference);
    const shared = this.downloads.get(canonical);
    if (shared && shared.until > clock.now()) {
      return clock.after(shared.until - clock.now(), () => done(this.pulled(shared.outcome)));
    }
    const plan = planPull(reference, random, this.images.has(canonical), this.options.registry);
    this.downloads.set(canonical, { until: clock.now() + plan.delay, outcome: plan.outcome });
    return clock.after(plan.delay, () => done(this.pulled(plan.outcome)));
  }

  /** Puts an image on this machine without pulling it. */
  load(image: PulledImage): void {
    this.images.set(image.canonical, image);
    if (image.built) this.contents.keep(image.built);
  }

  /** What is in an image of this machine. */
  describe({ canonical, built }: PulledImage): Image {
    return this.contents.image({ image: canonical, ...(built && { imageId: built.id }) });
  }

  /** Throws when there is no address left. */
  createSandbox(config: SandboxConfig): Sandbox {
    const { clock, node } = this.options;
    const id = this.newId();
    let namespace = this.hostNamespace;
    if (!config.hostNetwork) {
      const ip = this.options.allocateIP(this.used, this.lastIP);
      if (ip === undefined) throw new Error('failed to allocate for range 0: no IP addresses available in range set');
      this.lastIP = ip;
      namespace = { ip, ports: new Map(), node: node.name, pod: { namespace: config.namespace, name: config.name } };
    }
    return this.addSandbox(new Sandbox(id, config, namespace, clock.now(), () => clock.now()));
  }

  removeSandbox(sandbox: Sandbox): void {
    for (const container of this.containers.values()) if (container.sandbox === sandbox) this.remove(container);
    this.stopSandbox(sandbox);
    this.sandboxes.delete(sandbox.id);
  }

  /** Gives back its address; what ended in it stays readable. */
  stopSandbox(sandbox: Sandbox): void {
    if (sandbox.stopped) return;
    sandbox.stopped = true;
    if (sandbox.config.hostNetwork) return;
    this.used.delete(sandbox.ip);
    this.options.network.detach(sandbox.network);
  }

  createContainer(sandbox: Sandbox, config: ContainerConfig): Container {
    const container = new Container(this.newId(), sandbox, config, this.options.clock.now(), this.host);
    this.containers.set(container.id, container);
    return container;
  }

  /** Throws an Error with runc's words when the program cannot be started; the container has then exited with 128. */
  start(container: Container): void {
    startContainer(container, this.options);
    this.openHostPorts(container);
  }

  /** Ends it if it runs, and forgets it. */
  remove(container: Container): void {
    this.containers.delete(container.id);
    if (container.running) container.release();
  }

  /** Runs a program in a running container; resolves with its exit status. Throws as runc when there is no such program. */
  exec(container: Container, argv: readonly string[], options: ExecOptions): Promise<number> {
    return runProcess(container, argv, options, this.options);
  }

  snapshot(): EngineSnapshot {
    return {
      images: [...this.images.values()],
      ...this.contents.snapshot([...this.containers.values()]),
      ...(this.lastIP !== undefined && { lastIP: this.lastIP }),
      sandboxes: [...this.sandboxes.values()].map((sandbox) => sandbox.snapshot()),
      containers: [...this.containers.values()].map((container) => container.snapshot()),
      hostFiles: this.hostFiles.snapshot(),
    };
  }

  /** Into a fresh engine. What ran runs again. */
  restore(snapshot: EngineSnapshot): void {
    const { clock, node } = this.options;
    const now = (): number => clock.now();
    for (const image of snapshot.images) this.load(image);
    for (const built of snapshot.built ?? []) this.contents.keep(built);
    this.lastIP = snapshot.lastIP;
    this.hostFiles.restore(snapshot.hostFiles);
    for (const { id, config, ip, createdAt, volumes, stopped } of snapshot.sandboxes) {
      const pod = { namespace: config.namespace, name: config.name };
      const namespace = config.hostNetwork ? this.hostNamespace : { ip, ports: new Map(), node: node.name, pod };
      const restored = new Sandbox(id, config, namespace, createdAt, now);
      restored.stopped = stopped === true;
      const sandbox = this.addSandbox(restored);
      for (const [name, files] of volumes) sandbox.volume(name).restore(files);
    }
    for (const saved of snapshot.containers) this.resume(saved);
  }

  /** Stops all work without ending anything: the engine's machine is switched off. */
  halt(): void {
    for (const container of this.containers.values()) if (container.running) container.release();
    for (const sandbox of this.sandboxes.values())
      if (!sandbox.config.hostNetwork && !sandbox.stopped) this.options.network.detach(sandbox.network);
    this.options.network.detach(this.hostNamespace);
  }

  private resume(saved: ContainerSnapshot): void {
    const sandbox = this.sandboxes.get(saved.sandbox);
    if (!sandbox) return;
    const container = new Container(saved.id, sandbox, saved.config, saved.createdAt, this.host);
    container.restore(saved);
    this.containers.set(container.id, container);
    if (!container.running) return;
    startContainer(container, this.options);
    this.openHostPorts(container);
    if (saved.stopping !== undefined) container.stop(saved.stopping);
  }

  private openHostPorts(container: Container): void {
    const { id, config, namespace } = container;
    if (!config.hostPorts || !container.running || namespace === this.hostNamespace) return;
    const { ports } = this.hostNamespace;
    for (const { host, port } of config.hostPorts) {
      if (ports.has(host)) continue;
      ports.set(host, { owner: id, forward: { namespace, port } });
      container.onEnd(() => ports.delete(host));
    }
  }

  private addSandbox(sandbox: Sandbox): Sandbox {
    this.sandboxes.set(sandbox.id, sandbox);
    if (!sandbox.config.hostNetwork && !sandbox.stopped) {
      this.used.add(sandbox.ip);
      this.options.network.attach(sandbox.network);
    }
    return sandbox;
  }

  private pulled(outcome: PullOutcome): PullOutcome {
    if (outcome.ok) this.load(outcome.image);
    return outcome;
  }

  private newId(): string {
    // After a restore the same seed may be drawn from again: what is taken stays taken.
    for (;;) {
      let id = '';
      for (let part = 0; part < 8; part++) {
        id += this.options.random
          .int(2 ** 32)
          .toString(16)
          .padStart(8, '0');
      }
      if (!this.containers.has(id) && !this.sandboxes.has(id)) return id;
    }
  }
}

const HOST_LAYER = layerOf({
  '/etc/hostname': 'node\n',
  '/etc/os-release':
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  '/bin/': '',
  '/dev/null': '',
  '/home/': '',
  '/lib/modules/': '',
  '/mnt/': '',
  '/opt/': '',
  '/proc/': '',
  '/root/': '',
  '/run/': '',
  '/srv/': '',
  '/sys/': '',
  '/usr/bin/': '',
  '/var/log/containers/': '',
  '/var/log/pods/': '',
  '/var/run/': '',
  '/var/lib/kubelet/': '',
  '/etc/kubernetes/manifests/': '',
  '/tmp/': '',
});

export function createEngine(options: EngineOptions): Engine {
  return new Engine(options);
}
