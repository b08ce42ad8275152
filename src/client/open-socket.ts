/** Opens a stream as the Client makes requests: rejects with the server's StatusError when it is refused. */
import { failure, ORIGIN } from './rest-client.ts';
import { type OpenStream, type Socket, socketOf } from './stream.ts';

/** `prepare` sets headers. `path` begins with '/'. */
export async function openSocket(
  stream: OpenStream,
  path: string,
  protocols: readonly string[],
  prepare: (request: Request) => void,
): Promise<Socket> {
  const request = new Request(ORIGIN + path);
  prepare(request);
  const response = await stream(request, protocols);
  const socket = socketOf(response);
  if (!socket) throw await failure(response);
  return socket;
}
