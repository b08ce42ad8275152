/** `kubectl cp` (kubectl/pkg/cmd/cp/cp.go): tar on both sides, through exec. */
import { completeNamed } from '../complete-resources.ts';
import { CommandError } from '../errors.ts';
import { runRemote } from '../streams/remote-command.ts';
import { chooseContainer, containerFlag, findPod } from '../streams/target.ts';
import type { Verb, VerbContext } from '../verb.ts';

interface FileSpec {
  namespace: string;
  pod: string;
  file: string;
}

export const cp: Verb = {
  name: 'cp',
  usage: 'cp <file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  long: 'Copy files and directories to and from containers.',
  examples: `# Copy /tmp/foo local file to /tmp/bar in a remote pod in namespace <some-namespace>
kubectl cp /tmp/foo <some-namespace>/<some-pod>:/tmp/bar

# Copy /tmp/foo from a remote pod to /tmp/bar locally
kubectl cp <some-namespace>/<some-pod>:/tmp/foo /tmp/bar`,
  flags: [
    containerFlag,
    {
      name: 'no-preserve',
      type: 'bool',
      default: false,
      usage: "The copied file/directory's ownership and permissions will not be preserved in the container",
    },
    {
      name: 'retries',
      type: 'int',
      default: 0,
      usage:
        'Set number of retries to complete a copy operation from a container. Specify 0 to disable or any negative value for infinite retrying. The default is 0 (no retry).',
    },
  ],
  complete: completeNamed('pods'),
  async run(context) {
    const { args } = context;
    if (args.length !== 2) throw new CommandError('source and destination are required');
    const [from, to] = args.map(parseSpec) as [FileSpec, FileSpec];
    if (from.pod !== '' && to.pod !== '')
      throw new CommandError('one of src or dest must be a local file specification');
    if (from.file === '' || to.file === '') throw new CommandError('filepath can not be empty');
    if (from.pod !== '') return copyFrom(context, from, to.file);
    if (to.pod !== '') return copyTo(context, from.file, to);
    throw new CommandError('one of src or dest must be a remote file specification');
  },
};

/** `[[NAMESPACE/]POD:]FILE` */
function parseSpec(text: string): FileSpec {
  const at = text.indexOf(':');
  if (at < 0) return { namespace: '', pod: '', file: text };
  if (at === 0) throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  const words = text.slice(0, at).split('/');
  const file = text.slice(at + 1);
  if (words.length === 1) return { namespace: '', pod: words[0]!, file };
  if (words.length === 2) return { namespace: words[0]!, pod: words[1]!, file };
  throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
}

const baseName = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? '';
const parentName = (path: string): string => path.replace(/\/+$/, '').replace(/\/?[^/]*$/, '');

type Streams = Pick<Parameters<typeof runRemote>[1], 'stdin' | 'stdout' | 'stderr'>;

/** Runs a command in the container that is meant. */
async function remote(
  context: VerbContext,
  spec: FileSpec,
): Promise<(command: string[], streams: Streams) => Promise<void>> {
  const within = spec.namespace === '' ? context : { ...context, namespace: spec.namespace };
  const { pod } = await findPod(within, spec.pod);
  const container = (await chooseContainer(within, pod, context.flags.string('container'))).name;
  return (command, streams) =>
    runRemote(within, { pod: spec.pod, container, subresource: 'exec', command, tty: false, ...streams });
}

async function copyTo(context: VerbContext, source: string, target: FileSpec): Promise<void> {
  const { io, flags } = context;
  if (!exists(context, source)) throw new CommandError(`${source} doesn't exist in local filesystem`);
  const run = await remote(context, target);
  const isDirectory = await run(['test', '-d', target.file], { stdout: new Channel(), stderr: new Channel() }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CommandError && error.exitCode > 0 && error.verbatim) return false;
      throw error;
    },
  );
  const destination = isDirectory ? `${target.file.replace(/\/$/, '')}/${baseName(source)}` : target.file;
  const name = baseName(destination);
  const parent = parentName(destination) || (destination.startsWith('/') ? '/' : '');
  const channel = new Channel();
  const local = ['tar', 'cf', '-', '-C', parentName(source) || (source.startsWith('/') ? '/' : '.')];
  const packing = spawn(context)([...local, '--transform', `s,^${baseName(source)},${name},`, baseName(source)], {
    stdout: channel,
  }).finally(() => channel.close());
  const plain = flags.bool('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : [];
  const unpack = ['tar', ...plain, '-xmf', '-', ...(parent === '' ? [] : ['-C', parent])];
  await run(unpack, { stdin: channel, stdout: io.stdout, stderr: io.stderr });
  await packing;
}

async function copyFrom(context: VerbContext, source: FileSpec, target: string): Promise<void> {
  const { io } = context;
  const run = await remote(context, source);
  const isDirectory = io.files.list(target) !== undefined;
  const destination =
    isDirectory && !target.endsWith(baseName(source.file))
      ? `${target.replace(/\/$/, '')}/${baseName(source.file)}`
      : target;
  const parent = parentName(destination) || (destination.startsWith('/') ? '/' : '.');
  const channel = new Channel();
  const stored = source.file.replace(/^\/+|\/+$/g, '');
  const unpacking = spawn(context)(
    ['tar', 'xf', '-', '-C', parent, '--transform', `s,^${stored},${baseName(destination)},`],
    { stdin: channel },
  );
  try {
    await run(['tar', 'cf', '-', source.file], { stdout: channel, stderr: io.stderr });
  } finally {
    channel.close();
    await unpacking;
  }
}

function exists({ io: { files } }: VerbContext, path: string): boolean {
  if (files.list(path)) return true;
  try {
    files.read(path);
    return true;
  } catch {
    return false;
  }
}

function spawn({ io }: VerbContext): NonNullable<VerbContext['io']['spawn']> {
  if (!io.spawn) throw new CommandError('there is no tar on this machine');
  return io.spawn;
}

/** What one side writes the other reads. */
class Channel {
  readonly isTerminal = false;
  private readonly chunks: string[] = [];
  private ended = false;
  private wake: () => void = () => {};

  read(signal?: AbortSignal): Promise<string | undefined> {
    signal?.throwIfAborted();
    const chunk = this.chunks.shift();
    if (chunk !== undefined || this.ended) return Promise.resolve(chunk);
    return new Promise<void>((resolve) => {
      this.wake = resolve;
      signal?.addEventListener('abort', () => resolve(), { once: true });
    }).then(() => this.read(signal));
  }

  write(text: string): Promise<void> {
    this.chunks.push(text);
    this.wake();
    return Promise.resolve();
  }

  close(): void {
    this.ended = true;
    this.wake();
  }
}
