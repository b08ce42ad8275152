/** Opens a stream to a subresource of a Pod with this command's identity. */
import { resourcePath } from '../../api/resource.ts';
import { openSocket } from '../../client/open-socket.ts';
import type { Socket } from '../../client/stream.ts';
import { CommandError } from '../errors.ts';
import { identify } from '../session.ts';
import type { VerbContext } from '../verb.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Throws StatusError. The stream is closed when the command is interrupted. */
export async function openPodStream(
  context: VerbContext,
  pod: string,
  subresource: string,
  query: URLSearchParams,
  protocols: readonly string[],
): Promise<Socket> {
  const { io, flags, namespace } = context;
  if (!io.stream)
    throw new CommandError('unable to upgrade connection: this terminal has no two-way way to the server');
  const path = `${resourcePath(PODS, namespace, pod, subresource)}?${query.toString()}`;
  const socket = await openSocket(io.stream, path, protocols, (request) => identify(request, flags, context.config()));
  const end = (): void => socket.close();
  io.signal.addEventListener('abort', end, { once: true });
  socket.closed.addEventListener('abort', () => io.signal.removeEventListener('abort', end), { once: true });
  return socket;
}
