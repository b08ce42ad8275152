/** Which container of which node a request for a Pod means (registry/core/pod/strategy.go: validateContainer, streamLocation). */
import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest } from '../../../api/status-errors.ts';

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
