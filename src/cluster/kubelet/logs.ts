/**
 * `pods/log` (registry/core/pod/strategy.go: LogLocation; kubelet/kuberuntime/logs): which container is meant, and its
 * lines, old ones at once and new ones as they come.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest } from '../../api/status-errors.ts';
import type { Container } from '../../containers/container.ts';
import type { EngineClock } from '../../containers/cpu.ts';
import type { Engine } from '../../containers/engine.ts';
import type { LogLine, LogStream } from '../../containers/log.ts';
import { decodeText, encodeText } from '../../shell/bytes.ts';
import { rfc3339 } from '../runtime/time.ts';
import { containersOf } from './pod-containers.ts';
import { runtimeId } from './static-pods.ts';

export interface LogNode {
  engine: Engine;
  clock: EngineClock;
}

interface LogOptions {
  tail: number | undefined;
  /** ms since the epoch. */
  since: number;
  timestamps: boolean;
  limit: number;
  follow: boolean;
  /** Undefined for both. */
  stream: LogStream | undefined;
}

/**
 * The log of a container of this name, as text/plain; throws StatusError. `node` is undefined while the Pod is not
 * scheduled: it has no log yet.
 */
export function serveLogs(
  pod: Pod,
  name: string,
  query: URLSearchParams,
  node: LogNode | undefined,
  signal: AbortSignal,
): Response {
  const headers = { 'content-type': 'text/plain' };
  if (!node) return new Response('', { headers });
  const container = findContainer(pod, name, isTrue(query.get('previous')), node.engine);
  const options = readOptions(query, node.clock.now());
  const start = select(container.logs.lines(), options);
  if (!options.follow || !container.running)
    return new Response(encodeText(start) as Uint8Array<ArrayBuffer>, { headers });
  return new Response(followed(container, start, options, node.clock, signal), { headers });
}

function findContainer(pod: Pod, name: string, previous: boolean, engine: Engine): Container {
  const id = runtimeId(pod);
  const sandbox = [...engine.sandboxes.values()].find((one) => one.config.uid === id);
  const found = sandbox && containersOf(engine, sandbox).get(name);
  const where = `container "${name}" in pod "${pod.metadata?.name}"`;
  if (previous) {
    if (found?.previous) return found.previous;
    throw badRequest(`previous terminated ${where} not found`);
  }
  const status = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const waiting = status.find((one) => one.name === name)?.state?.waiting?.reason;
  // In CrashLoopBackOff the log of the one that ended last is what is asked for.
  if (found) return found.current;
  const pulling = waiting === 'ErrImagePull' || waiting === 'ImagePullBackOff';
  const why = pulling ? 'trying and failing to pull image' : (waiting ?? 'ContainerCreating');
  throw badRequest(`${where} is waiting to start: ${why}`);
}

const isTrue = (text: string | null): boolean => text !== null && /^(1|t|true)$/i.test(text);

function readOptions(query: URLSearchParams, now: number): LogOptions {
  const number = (name: string): number | undefined => (query.has(name) ? Number(query.get(name)) : undefined);
  const seconds = number('sinceSeconds');
  const time = query.get('sinceTime');
  const stream = query.get('stream');
  return {
    tail: number('tailLines'),
    since: seconds !== undefined ? now - seconds * 1000 : time ? Date.parse(time) : 0,
    timestamps: isTrue(query.get('timestamps')),
    limit: number('limitBytes') ?? Infinity,
    follow: isTrue(query.get('follow')),
    stream: stream === 'Stdout' ? 'stdout' : stream === 'Stderr' ? 'stderr' : undefined,
  };
}

function select(lines: LogLine[], { tail, since, timestamps, limit, stream }: LogOptions): string {
  const recent = lines.filter((line) => line.at >= since && (stream === undefined || line.stream === stream));
  const last = tail === undefined ? recent : tail === 0 ? [] : recent.slice(-tail);
  const text = format(last, timestamps);
  return text.length * 3 > limit ? decodeText(encodeText(text).subarray(0, limit)) : text;
}

function format(lines: readonly LogLine[], timestamps: boolean): string {
  return lines.map(({ at, text }) => `${timestamps ? `${nanoseconds(at)} ` : ''}${text}\n`).join('');
}

/** `2026-11-21T10:00:00.123000000Z` */
function nanoseconds(at: number): string {
  return `${rfc3339(at).slice(0, -1)}.${String(at % 1000).padStart(3, '0')}000000Z`;
}

function followed(
  container: Container,
  start: string,
  { timestamps, stream, limit }: LogOptions,
  clock: EngineClock,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let stop = (): void => {};
  return new ReadableStream({
    start(controller) {
      let open = true;
      const close = (): void => {
        if (!open) return;
        open = false;
        stop();
        controller.close();
        clock.promised?.();
      };
      let left = limit - encodeText(start).length;
      const unfollow = container.logs.follow((lines) => {
        const wanted = stream === undefined ? lines : lines.filter((line) => line.stream === stream);
        const bytes = encodeText(format(wanted, timestamps)).subarray(0, Math.max(0, left));
        left -= bytes.length;
        if (bytes.length > 0) controller.enqueue(bytes);
        clock.promised?.();
        if (left <= 0) close();
      });
      const unsee = container.onGone(close);
      stop = () => {
        unfollow();
        unsee();
        signal.removeEventListener('abort', close);
      };
      signal.addEventListener('abort', close, { once: true });
      if (start !== '') controller.enqueue(encodeText(start));
    },
    cancel: () => stop(),
  });
}
