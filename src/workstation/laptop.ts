/**
 * The learner's laptop: a home directory, a kubeconfig, and the programs that are installed beside the shell's own.
 * It knows a cluster only as `fetch` (its API) and, where the cluster is simulated, `wire` (its network).
 */
import { plugIn } from '../containers/programs/machine-network.ts';
import { Shell } from '../shell/interpreter.ts';
import {
  createLayer,
  type FileChanges,
  type FileLayer,
  MemoryFileSystem,
  stackLayers,
} from '../shell/memory-filesystem.ts';
import { createProcessLimit } from '../shell/process-limit.ts';
import type { Machine, Process } from '../shell/process.ts';
import type { Fetch } from '../client/client.ts';
import type { Images, Machines } from '../client/controls.ts';
import type { OpenStream } from '../client/stream.ts';
import type { Wire } from '../client/wire.ts';
import type { Clock } from '../time/clock.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { createLoopback } from './local-ports.ts';
import { networkFrom } from './network.ts';
import { createPrograms } from './programs/index.ts';

export const HOME = '/home/learner';

type Awaitable<T> = T | Promise<T>;

/** Of the cluster's controls, those that an administrator has on a real one as well. */
export interface NodeControls {
  components(): Awaitable<{ name: string; running: boolean }[]>;
  stopComponent(name: string): Awaitable<void>;
  startComponent(name: string): Awaitable<void>;
}

export interface WorkstationOptions {
  fetch: Fetch;
  /** Two-way streams to the cluster: exec, attach, port-forward need them. */
  stream?: OpenStream;
  /** Absent on a real cluster: what needs the simulated network then says so. */
  wire?: Wire;
  /** What an administrator on the nodes can stop and start. Absent on a real cluster. */
  controls?: NodeControls;
  /** The machines below the nodes, for `minikube node`. Absent on a real cluster. */
  machines?: Machines;
  /** Where images that are built here go for the nodes to find them. Absent on a real cluster. */
  images?: Images;
  clock: Clock;
  /** What the learner has changed so far (`Workstation.changes`), undefined on the first day. */
  changes?: FileChanges;
  /** Further files at the start, absolute path → text. */
  files?: Readonly<Record<string, string>>;
  /** Once per command and loop turn: must let others run now and then (`Machine.tick`). */
  tick: (signal: AbortSignal) => Promise<void>;
  /** Virtual ms that a kubectl call takes before it does anything (headless); 0 when absent. */
  callTime?: number;
  /** A read-only layer below all other files: the folder a headless shell was started in. */
  below?: FileLayer;
  /** Opens a file (absolute path) in the page's editor; resolves when the learner is done with it. */
  edit?: (path: string) => Promise<void>;
  /** Where the kubeconfig's server points; requests go to `fetch` whatever it says. */
  server?: string;
}

export interface Workstation {
  machine: Machine;
  fs: MemoryFileSystem;
  options: WorkstationOptions;
  /** The home directory's changes and all others, for the disk. */
  changes(): FileChanges;
  /** A shell in the home directory. */
  shell(settings: { life: AbortSignal; interactive: boolean; cwd?: string; terminal?: Process['terminal'] }): Shell;
}

/** Processes of its shells: the tab must survive `:(){ :|:& };:`. */
const MOST_PROCESSES = 512;

export function createWorkstation(options: WorkstationOptions): Workstation {
  const { clock } = options;
  const base = createLayer(
    {
      '/tmp/': '',
      '/etc/hostname': 'laptop\n',
      '/etc/hosts': '127.0.0.1\tlocalhost\n',
      '/etc/os-release':
        'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
      [`${HOME}/.kube/config`]: kubeconfigText(options.server ?? 'https://127.0.0.1:6443'),
      ...options.files,
    },
    clock.now(),
  );
  const fs = new MemoryFileSystem({
    now: () => clock.now(),
    base: options.below ? stackLayers(base, options.below) : base,
    ...(options.changes ? { changes: options.changes } : {}),
  });
  const loopback = createLoopback();
  const programs = createPrograms(options, loopback);
  const machine: Machine = {
    hostname: 'laptop',
    fs,
    clock,
    find: (name) => (Object.hasOwn(programs, name) ? programs[name] : undefined),
    programs: () => Object.keys(programs),
    tick: options.tick,
    fork: createProcessLimit(MOST_PROCESSES),
  };
  plugIn(machine, loopback.before(networkFrom(options.wire, { kind: 'laptop' })));
  return {
    machine,
    fs,
    options,
    changes: () => fs.changes(),
    shell: (settings) => {
      const shell = new Shell({
        machine,
        env: environment(settings.terminal !== undefined),
        cwd: settings.cwd ?? HOME,
        life: settings.life,
        interactive: settings.interactive,
        terminal: settings.terminal,
      });
      shell.environment.aliases.set('k', 'kubectl');
      shell.environment.aliases.set('ll', 'ls -l');
      return shell;
    },
  };
}

function environment(terminal: boolean): Record<string, string> {
  return {
    HOME,
    USER: 'learner',
    LOGNAME: 'learner',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    ...(terminal ? { TERM: 'xterm-256color' } : {}),
  };
}
