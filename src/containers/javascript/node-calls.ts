/** What a program of Node.js may ask of the world outside of its sandbox: the whole list. */
import { digest, type DigestName } from '../../shell/digest.ts';
import { FileError } from '../../shell/filesystem.ts';
import type { NetworkError } from '../network.ts';
import { type FileCall, fileCall, fileError, type SystemError } from './node-files.ts';
import type { NodeProcess } from './node-process.ts';
import type { Fatal } from './node-words.ts';
import { builtinNames } from './node/index.ts';

/** Simplified: what os.totalmem() says of every machine. */
const MACHINE_MEMORY = 8 * 1024 ** 3;
const EPHEMERAL = 32768;

type Answer = { value?: unknown; error?: SystemError };
type Call = (process: NodeProcess, argument: never) => unknown;

const REFUSALS: Record<NetworkError, [code: string, errno: number, call: string]> = {
  'could not resolve host': ['ENOTFOUND', -3008, 'getaddrinfo'],
  'connection refused': ['ECONNREFUSED', -111, 'connect'],
  'connection timed out': ['ETIMEDOUT', -110, 'connect'],
  'no route to host': ['EHOSTUNREACH', -113, 'connect'],
  'network unreachable': ['ENETUNREACH', -101, 'connect'],
  'empty reply': ['ECONNRESET', -104, ''],
};

interface Sent {
  id: number;
  method: string;
  url: string;
  host: string;
  port: number;
  headers: Record<string, string>;
  body: string;
}

const CALLS: Record<string, Call> = {
  now: (process) => process.now(),
  cpu: (process) => process.now() - process.began,
  facts: (process) => factsOf(process),
  builtins: () => builtinNames,
  memory: ({ memory }) => ({
    rss: memory,
    heapTotal: memory >> 1,
    heapUsed: memory >> 2,
    external: 0,
    arrayBuffers: 0,
  }),
  write: ({ container }, { fd, text }: { fd: number; text: string }) =>
    container.log(text, fd === 2 ? 'stderr' : 'stdout'),
  work: (process, steps: number) => process.work(steps),
  exit: (process, code: number) => process.exit(code & 255),
  fatal: (process, told: Fatal) => process.fatal(told),
  trap: (process, signal: string) => void process.trapped.add(signal),
  kill: (process, { pid, signal }: { pid: number; signal: string }) => {
    if (pid === factsOf(process).pid && signal !== '0' && (signal as unknown) !== 0) process.exit(143);
  },
  kind: ({ container }, path: string) => container.fs.stat(path)?.type ?? null,
  fs: ({ container }, call: FileCall) => fileCall(container.fs, call) ?? null,
  digest: (_, { algorithm, text }: { algorithm: string; text: string }) => {
    if (!['md5', 'sha1', 'sha256'].includes(algorithm)) throw new Error('Digest method not supported');
    return digest(algorithm as DigestName, new TextEncoder().encode(text));
  },
  timer: setTimer,
  refer: ({ timers }, { id, referenced }: { id: number; referenced: boolean }) => {
    const held = timers.get(id);
    if (held) held.referenced = referenced;
  },
  cancel: ({ timers }, id: number) => {
    timers.get(id)?.timer.cancel();
    timers.delete(id);
  },
  listen,
  close: (process, port: number) => {
    process.listening.delete(port);
    process.container.close(port);
  },
  respond: (
    process,
    { id, ...response }: { id: number; status: number; headers: Record<string, string>; body: string },
  ) => process.respond(id, response),
  hangUp: (process, id: number) => process.hangUp(id),
  resolve,
  services,
  request,
};

/** Answers by name; an error is one for the program. */
export function nodeCalls(process: NodeProcess): (op: string, argument: unknown) => Answer {
  return (op, argument) => {
    const call = Object.hasOwn(CALLS, op) ? CALLS[op] : undefined;
    if (!call) throw new Error(`no such call: ${op}`);
    try {
      return { value: call(process, argument as never) ?? null };
    } catch (error) {
      if (error instanceof FileError) return { error: fileError(error.code, argument as FileCall) };
      return { error: { message: (error as Error).message, code: 'ERR', errno: -1, syscall: op } };
    }
  };
}

function factsOf({ container, facts, began, uid }: NodeProcess): Record<string, unknown> {
  const { cpuLimit } = container.config;
  return {
    ...facts,
    began,
    uid,
    pid: container.pid ?? 1,
    hostname: container.hostname,
    cores: Math.max(1, Math.round(cpuLimit ?? 4)),
    memory: MACHINE_MEMORY,
    ip: container.namespace.ip,
    nameServer: container.network.nameServer,
  };
}

function setTimer(process: NodeProcess, { id, ms, repeats }: { id: number; ms: number; repeats: boolean }): void {
  const { timers, container } = process;
  const referenced = timers.get(id)?.referenced ?? true;
  timers.get(id)?.timer.cancel();
  const fire = (): void => {
    if (repeats)
      timers.set(id, { timer: container.clock.after(ms, fire), referenced: timers.get(id)?.referenced ?? true });
    else timers.delete(id);
    process.wake(id, null);
  };
  timers.set(id, { timer: container.clock.after(ms, fire), referenced });
}

function listen(process: NodeProcess, { id, port: wanted }: { id: number; port: number }): object {
  const { container, listening, uid } = process;
  let port = wanted;
  if (port === 0) for (port = EPHEMERAL; container.namespace.ports.has(port);) port++;
  const refused = (code: string, errno: number, words: string): object => {
    const message = `listen ${code}: ${words} :::${port}`;
    return { error: { message, code, errno, syscall: 'listen', address: '::', port } };
  };
  if (port < 1024 && uid !== 0 && container.config.capabilities?.dropped.includes('NET_BIND_SERVICE') === true)
    return refused('EACCES', -13, 'permission denied');
  if (!container.listen(port, (asked) => process.serve(id, asked)))
    return refused('EADDRINUSE', -98, 'address already in use');
  listening.set(port, id);
  return { port };
}

function resolve({ container }: NodeProcess, name: string): object {
  const found = container.network.resolve(container.namespace, name);
  if (found === 'unreachable') return { code: 'EAI_AGAIN' };
  return found === 'not found' || found.addresses.length === 0 ? { code: 'ENOTFOUND' } : { addresses: found.addresses };
}

function services({ container }: NodeProcess, name: string): object {
  const found = container.network.services(container.namespace, name);
  if (found === 'unreachable') return { code: 'ETIMEOUT' };
  return found === 'not found' || found.length === 0 ? { code: 'ENOTFOUND' } : { records: found };
}

function request(process: NodeProcess, { id, method, url, host, port, headers, body }: Sent): void {
  const { container, busy } = process;
  busy.add(id);
  const told = (answer: object): void => {
    busy.delete(id);
    process.wake(id, answer);
    container.clock.promised?.();
  };
  const sent = container.network.request(container.namespace, { method, url, headers, body });
  container.clock.promised?.();
  void sent.then(
    (result) => {
      if (result.ok) return told({ status: result.status, headers: result.headers, body: result.body });
      const [code, errno, syscall] = REFUSALS[result.error];
      const where = syscall === 'getaddrinfo' ? host : (result.address ?? `${host}:${port}`);
      const message = syscall === '' ? 'socket hang up' : `${syscall} ${code} ${where}`;
      told({ error: { message, code, errno, syscall, ...(syscall === 'getaddrinfo' && { hostname: host }) } });
    },
    () => told({ error: { message: 'socket hang up', code: 'ECONNRESET', errno: -104, syscall: '' } }),
  );
}
