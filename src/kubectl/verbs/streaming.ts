/**
 * exec, attach, cp, port-forward and debug: their arguments are checked and their objects looked for as in kubectl.
 * Simplified: what they need then, a two-way stream through the API server, this kubectl does not open.
 */
import type { Resource } from '../../client/client.ts';
import { CommandError, usageErrorf } from '../errors.ts';
import { filenameFlags } from '../flag-sets.ts';
import type { FlagSpec } from '../flags.ts';
import { retrieveAll } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { completeNamed } from '../complete-resources.ts';

const PODS: Resource = { group: '', version: 'v1', resource: 'pods' };
const bool = (name: string, short: string | undefined, usage: string): FlagSpec => ({
  name,
  type: 'bool',
  default: false,
  usage,
  ...(short ? { short } : {}),
});
const container: FlagSpec = {
  name: 'container',
  short: 'c',
  type: 'string',
  default: '',
  usage:
    'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
};
const streams = [
  bool('stdin', 'i', 'Pass stdin to the container'),
  bool('tty', 't', 'Stdin is a TTY'),
  bool('quiet', 'q', 'Only print output from the remote session'),
];

const unavailable = (what: string): CommandError =>
  new CommandError(`"kubectl ${what}" needs a stream into the container, which this kubectl cannot open yet`);

async function find(context: VerbContext, target: string): Promise<void> {
  if (target.includes('/')) await retrieveAll(context, { args: [target] });
  else await context.client.get(PODS, target, context.namespace);
}

export const exec: Verb = {
  name: 'exec',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  long: 'Execute a command in a container.',
  examples:
    "# Get output from running the 'date' command from pod mypod, using the first container by default\nkubectl exec mypod -- date",
  flags: [container, ...streams, ...filenameFlags('to use to exec into the resource').slice(0, 1)],
  complete: completeNamed('pods'),
  async run(context) {
    const { args, flags } = context;
    if (args.length === 0 && flags.strings('filename').length === 0) {
      throw new CommandError('pod, type/name or --filename must be specified');
    }
    if (args.length < 2) throw new CommandError('you must specify at least one command for the container');
    await find(context, args[0]!);
    throw unavailable('exec');
  },
};

export const attach: Verb = {
  name: 'attach',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  long: 'Attach to a process that is already running inside an existing container.',
  flags: [container, ...streams],
  complete: completeNamed('pods'),
  async run(context) {
    const { args } = context;
    if (args.length === 0) throw new CommandError('at least 1 argument is required for attach');
    if (args.length > 2) {
      throw new CommandError(
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
      );
    }
    await find(context, args.join('/'));
    throw unavailable('attach');
  },
};

export const cp: Verb = {
  name: 'cp',
  usage: 'cp <file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  long: 'Copy files and directories to and from containers.',
  flags: [container],
  run({ args }) {
    if (args.length !== 2) throw new CommandError('source and destination are required');
    if (!args.some((one) => one.includes(':'))) {
      throw new CommandError('one of src or dest must be a local file specification');
    }
    throw unavailable('cp');
  },
};

export const portForward: Verb = {
  name: 'port-forward',
  usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  short: 'Forward one or more local ports to a pod',
  long: 'Forward one or more local ports to a pod.',
  flags: [
    { name: 'address', type: 'strings', default: ['localhost'], usage: 'Addresses to listen on (comma separated).' },
  ],
  complete: completeNamed('pods'),
  async run(context) {
    const { args, command } = context;
    if (args.length < 2) throw usageErrorf(command, 'TYPE/NAME and list of ports are required for port-forward');
    await find(context, args[0]!);
    throw unavailable('port-forward');
  },
};

export const debug: Verb = {
  name: 'debug',
  usage: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  long: 'Debug cluster resources using interactive debugging containers.',
  flags: [
    container,
    ...streams,
    { name: 'image', type: 'string', default: '', usage: 'Container image to use for debug container.' },
    {
      name: 'copy-to',
      type: 'string',
      default: '',
      usage: 'Create a copy of the target Pod with this name.',
    },
  ],
  complete: completeNamed('pods'),
  async run(context) {
    const { args, flags } = context;
    if (flags.string('image') === '' && flags.string('copy-to') === '') {
      throw new CommandError('you must specify --image when not using --copy-to.');
    }
    if (args.length === 0) throw new CommandError('NAME is required for debug');
    await find(context, args[0]!);
    throw unavailable('debug');
  },
};
