/** A Pod's sandbox: the network namespace and the volumes that its containers share (CRI's PodSandbox). */
import type { NetworkNamespace } from './network.ts';
import { FileTree, layerOf, normalPath, parentOf, type TreeSnapshot } from './file-tree.ts';

export interface SandboxConfig {
  /** Pod UID; '' for a container outside of any Pod. */
  uid: string;
  namespace: string;
  name: string;
  hostname: string;
  attempt: number;
  hostNetwork: boolean;
}

export interface SandboxSnapshot {
  id: string;
  config: SandboxConfig;
  ip: string;
  createdAt: number;
  volumes: [name: string, files: TreeSnapshot][];
  stopped?: true;
}

const EMPTY = layerOf({});

export class Sandbox {
  /** Its network is taken down; its containers are kept for their logs. */
  stopped = false;
  private trees: Map<string, FileTree> | undefined;
  private fillers: Map<string, () => Record<string, string>> | undefined;

  constructor(
    readonly id: string,
    readonly config: SandboxConfig,
    readonly network: NetworkNamespace,
    readonly createdAt: number,
    private readonly now: () => number,
  ) {}

  get ip(): string {
    return this.network.ip;
  }

  /** The volume of that name, made empty when it is first asked for. */
  volume(name: string): FileTree {
    this.trees ??= new Map();
    let tree = this.trees.get(name);
    if (!tree) {
      this.trees.set(name, (tree = new FileTree(EMPTY, this.now)));
      fill(tree, this.fillers?.get(name)?.() ?? {});
    }
    return tree;
  }

  /** Says what the volume holds when it is first looked at. */
  provide(name: string, files: () => Record<string, string>): void {
    (this.fillers ??= new Map()).set(name, files);
  }

  /** Brings volumes that were looked at to what their providers say now; files that are gone go. */
  refresh(): void {
    for (const [name, filler] of this.fillers ?? []) {
      const tree = this.trees?.get(name);
      const files = tree && filler();
      if (!files || Object.keys(files).length === 0) continue;
      for (const old of tree.readDirectory('/'))
        if (files[old] === undefined) tree.remove(`/${old}`, { recursive: true });
      fill(tree, files);
    }
  }

  hasVolume(name: string): boolean {
    return this.trees?.has(name) ?? false;
  }

  snapshot(): SandboxSnapshot {
    const volumes = [...(this.trees ?? [])].map(([name, tree]): [string, TreeSnapshot] => [name, tree.snapshot()]);
    const stopped = this.stopped ? ({ stopped: true } as const) : {};
    return { id: this.id, config: this.config, ip: this.ip, createdAt: this.createdAt, volumes, ...stopped };
  }
}

function fill(tree: FileTree, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const at = normalPath(`/${path}`);
    tree.makeDirectory(parentOf(at), { recursive: true });
    tree.writeFile(at, text);
  }
}
