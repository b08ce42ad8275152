/** The laptop's Docker daemon: a container engine of its own, and the images that were built. */
import type { BuiltImage, NamedImage } from '../../api/built-image.ts';
import type { Images } from '../../client/controls.ts';
import type { Container, ContainerConfig } from '../../containers/container.ts';
import { createEngine, type Engine } from '../../containers/engine.ts';
import type { TreeSnapshot } from '../../containers/file-tree.ts';
import { ImageStore } from '../../containers/image-store.ts';
import { noNetwork } from '../../containers/network.ts';
import { pulledBuilt } from '../../containers/pull.ts';
import { shellPrograms } from '../../containers/shell-programs.ts';
import type { Clock } from '../../time/clock.ts';
import { seededRandom } from '../../time/random.ts';

export interface Ran {
  status: number;
  lines: { at: number; text: string }[];
  files: TreeSnapshot;
}

/** What the runtime itself puts into a container is no part of an image. */
const RUNTIME = /^\/(etc\/(hosts|hostname|resolv\.conf)|proc|sys|dev)(\/|$)/;
const BUILD_NAME = 'docker.io/library/moby-build:latest';

export class Docker {
  readonly engine: Engine;
  /** Containers' names, by id. */
  readonly names = new Map<string, string>();
  /** Ports of the laptop that lead to a container, by its id. */
  readonly published = new Map<string, { port: number; target: number; close(): void }[]>();
  readonly now: () => number;
  private readonly store: ImageStore;
  private known: readonly NamedImage[] = [];
  private address = 1;

  constructor(
    private readonly clock: Clock,
    /** The cluster's registry; images stay here where there is none. */
    private readonly images: Images | undefined,
  ) {
    this.now = () => clock.now();
    this.store = new ImageStore();
    this.engine = createEngine({
      clock,
      random: seededRandom('docker'),
      node: { name: 'laptop', ip: '172.17.0.1' },
      network: noNetwork,
      allocateIP: () => `172.17.${(this.address >> 8) & 255}.${++this.address & 255 || ++this.address & 255}`,
      shell: shellPrograms,
      registry: { find: (canonical) => this.find(canonical) },
    });
  }

  /** Asks what there is now: others may have built or removed. */
  async refresh(): Promise<void> {
    this.known = this.images ? await this.images.images() : this.store.list();
  }

  find(canonical: string): BuiltImage | undefined {
    return this.known.find(({ name }) => name === canonical)?.image;
  }

  list(): readonly NamedImage[] {
    return this.known;
  }

  async put(name: string, image: BuiltImage): Promise<void> {
    if (this.images) await this.images.putImage(name, image);
    else this.store.put(name, image);
    this.engine.load(pulledBuilt(name, image));
    await this.refresh();
  }

  async remove(name: string): Promise<boolean> {
    const removed = this.images ? await this.images.removeImage(name) : this.store.remove(name);
    this.engine.images.delete(name);
    await this.refresh();
    return removed;
  }

  /** What is not simulated takes some time all the same. */
  pause(ms: number, signal: AbortSignal): Promise<void> {
    return this.clock.sleep(ms, signal);
  }

  /** Onto the nodes of the cluster; false when it does not exist. */
  async load(name: string): Promise<boolean> {
    return (await this.images?.loadImage(name)) ?? false;
  }

  create(config: Omit<ContainerConfig, 'name' | 'attempt' | 'mounts' | 'ports'>, hostname?: string): Container {
    const name = 'docker';
    const common = { uid: '', namespace: '', name, attempt: 0, hostNetwork: false };
    const sandbox = this.engine.createSandbox({ ...common, hostname: hostname ?? '' });
    const container = this.engine.createContainer(sandbox, { name, attempt: 0, mounts: [], ports: [], ...config });
    if (hostname === undefined) sandbox.config.hostname = container.id.slice(0, 12);
    return container;
  }

  /** Runs one command in an image and tells what came of it. Rejects with the runtime's words when it cannot start. */
  async runOnce(
    image: BuiltImage,
    { argv, env, signal }: { argv: readonly string[]; env: Readonly<Record<string, string>>; signal: AbortSignal },
  ): Promise<Ran> {
    this.engine.load(pulledBuilt(BUILD_NAME, image));
    const { user } = this.engine.describe(pulledBuilt(BUILD_NAME, image));
    const container = this.create({
      image: BUILD_NAME,
      imageId: image.id,
      argv,
      env,
      workingDir: image.workingDir || '/',
      stopSignal: 'TERM',
      ...(user !== undefined && { user: { uid: user, gid: user, groups: [] } }),
    });
    try {
      const status = await this.end(container, signal);
      const lines = container.logs.lines().map(({ at, text }) => ({ at, text }));
      const files = container.snapshot().files.filter(([path]) => !RUNTIME.test(path));
      return { status, lines, files };
    } finally {
      this.engine.removeSandbox(container.sandbox);
      this.engine.images.delete(BUILD_NAME);
    }
  }

  /** Starts it and resolves with its exit status; KILLs it when `signal` aborts. */
  async end(container: Container, signal: AbortSignal): Promise<number> {
    const ended = this.ended(container);
    const abort = (): void => container.signal('KILL');
    signal.addEventListener('abort', abort, { once: true });
    try {
      this.engine.start(container);
      return await ended;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  ended(container: Container): Promise<number> {
    const status = (): number => (container.state.status === 'exited' ? container.state.exitCode : 0);
    if (container.state.status === 'exited') return Promise.resolve(status());
    return new Promise<void>((resolve) => {
      container.onGone(() => {
        resolve();
        container.clock.promised?.();
      });
      // It is told of before it is noted.
    }).then(status);
  }

  forget(container: Container): void {
    for (const { close } of this.published.get(container.id) ?? []) close();
    this.published.delete(container.id);
    this.names.delete(container.id);
    this.engine.removeSandbox(container.sandbox);
  }
}
