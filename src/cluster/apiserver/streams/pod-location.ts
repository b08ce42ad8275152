/** Which container of which node a request for a Pod means (registry/core/pod/strategy.go: validateContainer, streamLocation). */
import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';

/** Throws BadRequest. */
export function chooseContainer(pod: Pod, asked: string): string {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const name = pod.metadata?.name ?? '';
  const all = [...initContainers, ...containers, ...ephemeralContainers].map((container) => container.name);
  if (asked !== '') {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  if (containers.length === 1) return containers[0]!.name;
  const which = containers.length === 0 ? '' : `, choose one of: [${all.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${name}${which}`);
}

/** Throws BadRequest while nobody has scheduled the Pod. */
export function hostOf(pod: Pod): string {
  const host = pod.spec?.nodeName ?? '';
  if (host === '') throw badRequest(`pod ${pod.metadata?.name ?? ''} does not have a host assigned`);
  return host;
}

/**
 * What Go's client says of a request to a kubelet that does not serve. `query`: the options that are passed on to it,
 * in the order of their names.
 */
export function refusedByNode(
  method: 'Get' | 'Post',
  path: string,
  pod: Pod,
  container: string,
  query: string,
): string {
  const { namespace, name } = pod.metadata ?? {};
  const address = `${pod.status?.hostIP ?? pod.spec?.nodeName}:10250`;
  const url = `https://${address}/${path}/${namespace}/${name}/${container}${query && `?${query}`}`;
  return `${method} "${url}": dial tcp ${address}: connect: connection refused`;
}

/** A Pod's log whose kubelet does not serve: an error of no kind of its own. */
export function unreachableLog(pod: Pod, container: string, asked: URLSearchParams): StatusError {
  const query = new URLSearchParams([...asked].filter(([name, value]) => name !== 'container' && value !== 'false'));
  query.sort();
  const message = refusedByNode('Get', 'containerLogs', pod, container, `${query}`);
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}
