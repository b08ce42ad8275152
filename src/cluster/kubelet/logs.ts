/**
 * `pods/log` (registry/core/pod/strategy.go: LogLocation; kubelet/kuberuntime/logs): which container is meant, and its
 * lines, old ones at once and new ones as they come.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest } from '../../api/status-errors.ts';
import type { Container } from '../../containers/container.ts';
import type { EngineClock } from '../../containers/cpu.ts';
import type { Engine } from '../../containers/engine.ts';
import type { LogLine } from '../../containers/log.ts';
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
}

/** A text/plain answer; throws StatusError. `node` is undefined while the Pod is not scheduled: it has no log yet. */
export function serveLogs(pod: Pod, query: URLSearchParams, node: LogNode | undefined, signal: AbortSignal): Response {
  const name = chooseContainer(pod, query.get('container') ?? '');
  const headers = { 'content-type': 'text/plain' };
  if (!node) return new Response('', { headers });
  const container = findContainer(pod, name, query.get('previous') === 'true', node.engine);
  const options = readOptions(query, node.clock.now());
  const start = select(container.logs.lines(), options);
  if (!options.follow || !container.running) return new Response(start, { headers });
  return new Response(followed(container, start, options, node.clock, signal), { headers });
}

function chooseContainer(pod: Pod, asked: string): string {
  const names = (pod.spec?.containers ?? []).map((container) => container.name);
  const init = (pod.spec?.initContainers ?? []).map((container) => container.name);
  const { name } = pod.metadata ?? {};
  if (asked !== '') {
    if ([...names, ...init].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const annotated = pod.metadata?.annotations?.['kubectl.kubernetes.io/default-container'];
  if (names.length === 1 && init.length === 0) return names[0]!;
  if (annotated && names.includes(annotated)) return annotated;
  const others = init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]${others}`);
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

function readOptions(query: URLSearchParams, now: number): LogOptions {
  const number = (name: string): number | undefined => (query.has(name) ? Number(query.get(name)) : undefined);
  const seconds = number('sinceSeconds');
  const time = query.get('sinceTime');
  return {
    tail: number('tailLines'),
    since: seconds !== undefined ? now - seconds * 1000 : time ? Date.parse(time) : 0,
    timestamps: query.get('timestamps') === 'true',
    limit: number('limitBytes') ?? Infinity,
    follow: query.get('follow') === 'true',
  };
}

function select(lines: LogLine[], { tail, since, timestamps, limit }: LogOptions): string {
  const recent = since > 0 ? lines.filter((line) => line.at >= since) : lines;
  const last = tail === undefined ? recent : tail === 0 ? [] : recent.slice(-tail);
  const text = format(last, timestamps);
  return text.length > limit ? text.slice(0, limit) : text;
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
  { timestamps }: LogOptions,
  clock: EngineClock,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
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
      const unfollow = container.logs.follow((lines) => {
        controller.enqueue(encoder.encode(format(lines, timestamps)));
        clock.promised?.();
      });
      const unsee = container.onGone(close);
      stop = () => {
        unfollow();
        unsee();
        signal.removeEventListener('abort', close);
      };
      signal.addEventListener('abort', close, { once: true });
      if (start !== '') controller.enqueue(encoder.encode(start));
    },
    cancel: () => stop(),
  });
}
