/** One forwarded connection: a stream of its own to the Pod's port (kubelet's v4.channel.k8s.io for portforward). */
import type { Connection } from '../io.ts';
import type { VerbContext } from '../verb.ts';
import { openPodStream } from './open.ts';

/** Resolves when it is over, with what went wrong. */
export async function forwardConnection(
  context: VerbContext,
  pod: string,
  port: number,
  connection: Connection,
): Promise<string | undefined> {
  const query = new URLSearchParams({ ports: String(port) });
  const socket = await openPodStream(context, pod, 'portforward', query, ['v4.channel.k8s.io']);
  const { text } = context.io;
  void (async () => {
    for (let chunk = await connection.read(); chunk !== undefined; chunk = await connection.read()) {
      const bytes = text.encode(chunk);
      const message = new Uint8Array(bytes.length + 1);
      message.set(bytes, 1);
      await socket.send(message);
    }
    socket.close();
  })();
  const decode = text.decoder();
  const begun = new Set<number>();
  let error: string | undefined;
  for (let message = await socket.read(); message; message = await socket.read()) {
    const [channel = 0] = message;
    // The first message of each channel repeats the port.
    if (!begun.has(channel)) begun.add(channel);
    else if (channel === 0) await connection.write(decode(message.subarray(1)));
    else error = new TextDecoder().decode(message.subarray(1));
  }
  connection.close();
  return error;
}
