/** What a kubectl command is: its name, its flags, its help, and how it runs. One file a verb in `verbs/`. */
import type { Client } from '../client/client.ts';
import type { Flags, FlagSpec } from './flags.ts';
import type { KubectlIO } from './io.ts';
import type { KubeConfig } from './kubeconfig.ts';
import type { Mapper } from './mapper.ts';

export interface VerbContext {
  io: KubectlIO;
  /** What is neither flag nor command name. */
  args: readonly string[];
  /** Index in `args` of what follows `--`, -1 when there was none. */
  dash: number;
  flags: Flags;
  /** `kubectl rollout status`: for usage errors. */
  command: string;
  /** The merged kubeconfig with the flags applied; throws 'Error in configuration: …'. */
  config(): KubeConfig;
  /** Of `-n`, or of the context, or 'default'. */
  namespace: string;
  /** True when `-n` was given: objects of another namespace are refused. */
  enforceNamespace: boolean;
  client: Client;
  /** Discovery, asked once a command. */
  mapper(): Promise<Mapper>;
  /** To stdout and stderr, as they are. */
  print(text: string): Promise<void>;
  complain(text: string): Promise<void>;
}

/** What completion offers for an argument. `words` are the arguments so far, `current` the one being typed. */
export type Complete = (context: VerbContext, words: readonly string[], current: string) => Promise<string[]>;

export interface Verb {
  name: string;
  aliases?: readonly string[];
  /** Typing one of these makes kubectl suggest this verb (`list` → get). */
  suggestFor?: readonly string[];
  /** As after `kubectl ` in the Usage line, with arguments: `get [(-o|--output=)json|…] (TYPE…)`. */
  usage: string;
  short: string;
  long?: string;
  examples?: string;
  flags: readonly FlagSpec[];
  /** `rollout status`, `config view`. A verb with subverbs and its own `run` has both (`create`). */
  subverbs?: readonly Verb[];
  hidden?: boolean;
  /** False: the first argument ends the flags (never in kubectl but for plugins). */
  interspersed?: boolean;
  /** Throws CommandError when the arguments make no sense; runs before `run`. */
  validate?(context: VerbContext): void;
  /** Resolves with the exit code; nothing means 0. Errors are thrown and printed by the framework. */
  run?(context: VerbContext): Promise<number | void>;
  complete?: Complete;
}
