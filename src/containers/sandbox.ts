/** A Pod's sandbox: the network namespace and the volumes that its containers share (CRI's PodSandbox). */
import type { PodNames } from './identity-files.ts';
import type { NetworkNamespace } from './network.ts';
import { PidNamespace, type ProcessTable } from './processes.ts';
import { type FileContent, FileTree, layerOf, normalPath, parentOf, type TreeSnapshot } from './file-tree.ts';

export interface SandboxConfig {
  /** Pod UID; '' for a container outside of any Pod. */
  uid: string;
  namespace: string;
  name: string;
  hostname: string;
  attempt: number;
  hostNetwork: boolean;
  /** Absent where nothing is out of the ordinary. */
  names?: PodNames;
  /** Its containers see one another's processes. */
  sharesProcesses?: boolean;
  /** Group that volumes belong to. */
  fsGroup?: number;
}

export interface SandboxSnapshot {
  id: string;
  config: SandboxConfig;
  ip: string;
  createdAt: number;
  volumes: [name: string, files: TreeSnapshot][];
  stopped?: true;
}

/** A volume is anybody's to write to. */
const EMPTY = new Map([...layerOf({})].map(([path, entry]) => [path, { ...entry, mode: 0o777 }]));

/** With fsGroup its files are the group's, new ones too (setgid). */
const groupLayer = (gid: number): typeof EMPTY =>
  new Map([...EMPTY].map(([path, entry]) => [path, { ...entry, mode: 0o2777, owner: { uid: 0, gid } }]));

export class Sandbox {
  /** Its network is taken down; its containers are kept for their logs. */
  stopped = false;
  /** Of all its containers together; absent where each has its own. */
  readonly pids: PidNamespace | undefined;
  private tables: Map<string, ProcessTable> | undefined;
  private trees: Map<string, FileTree> | undefined;
  private fillers: Map<string, () => Record<string, FileContent>> | undefined;

  constructor(
    readonly id: string,
    readonly config: SandboxConfig,
    readonly network: NetworkNamespace,
    readonly createdAt: number,
    private readonly now: () => number,
  ) {
    this.pids = config.sharesProcesses ? PidNamespace.shared(createdAt) : undefined;
  }

  /** The namespace of one of its containers, the newest of that name. */
  processesOf(container: string | undefined): PidNamespace | undefined {
    return container === undefined ? undefined : this.tables?.get(container)?.namespace;
  }

  hold(container: string, table: ProcessTable): void {
    (this.tables ??= new Map()).set(container, table);
  }

  get ip(): string {
    return this.network.ip;
  }

  /** The volume of that name, made empty when it is first asked for. */
  volume(name: string): FileTree {
    this.trees ??= new Map();
    let tree = this.trees.get(name);
    if (!tree) {
      this.trees.set(name, (tree = this.emptyVolume()));
      fill(tree, this.fillers?.get(name)?.() ?? {});
    }
    return tree;
  }

  /** A copy of a volume as it is now, for what must not follow it (subPath). */
  copyVolume(name: string, from: string): void {
    if (this.trees?.has(name)) return;
    const copy = this.emptyVolume();
    copy.restore(this.volume(from).snapshot());
    this.trees!.set(name, copy);
  }

  private emptyVolume(): FileTree {
    const { fsGroup } = this.config;
    return new FileTree(fsGroup === undefined ? EMPTY : groupLayer(fsGroup), this.now);
  }

  /** Says what the volume holds when it is first looked at. */
  provide(name: string, files: () => Record<string, FileContent>): void {
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

function fill(tree: FileTree, files: Record<string, FileContent>): void {
  for (const [path, content] of Object.entries(files)) {
    const at = normalPath(`/${path}`);
    tree.makeDirectory(parentOf(at), { recursive: true });
    if (typeof content === 'string') tree.writeFile(at, content);
    else {
      const { text, mode, gid } = content;
      tree.writeFile(at, text, { mode, ...(gid !== undefined && { owner: { uid: 0, gid } }) });
    }
  }
}
