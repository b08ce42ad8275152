/**
 * portforward over WebSocket (kubelet/pkg/cri/streaming/portforward/websocket.go): two channels a port, data and
 * errors, each of which begins with its port as two bytes, little-endian.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest } from '../../../api/status-errors.ts';
import { type Socket, socketPair, upgraded } from '../../../client/stream.ts';
import { createTextDecoder, encodeText } from '../../../shell/bytes.ts';
import { Pipe } from '../../../shell/pipe.ts';
import type { Connect } from '../http/connect.ts';
import { channelsOf, chooseProtocol } from './channels.ts';
import type { NodeServer } from './node-server.ts';
import { hostOf } from './pod-location.ts';
import { type Nodes, unsupported } from './remote-command.ts';

const PROTOCOLS = ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io', ''];

export function portForwardConnector(nodes: Nodes): Connect {
  return (request) => {
    const { query, protocols } = request;
    const pod = request.object as unknown as Pod;
    const host = hostOf(pod);
    if (!protocols) throw badRequest('Upgrade request required');
    const ports = portsOf(query);
    const protocol = chooseProtocol(protocols, PROTOCOLS);
    if (protocol === undefined) return unsupported(protocols, PROTOCOLS);
    const node = nodes(host);
    if (!node) throw badRequest(`error dialing backend: dial tcp ${host}:10250: connect: connection refused`);
    const forward = node.portForward(pod);
    const [client, server] = socketPair(protocol);
    const forget = request.keep(() => server.close());
    void serve(server, ports, node, forward).finally(forget);
    return upgraded(client);
  };
}

function portsOf(query: URLSearchParams): number[] {
  const given = [...query.getAll('ports'), ...query.getAll('port')].flatMap((text) => text.split(','));
  if (given.length === 0) throw badRequest('query parameter "port" is required');
  return given.map((text) => {
    const port = Number(text);
    if (!/^\d+$/.test(text) || port > 65535) throw badRequest(`unable to parse ${JSON.stringify(text)} as a port`);
    if (port < 1) throw badRequest(`port ${JSON.stringify(text)} must be > 0`);
    return port;
  });
}

type Forward = ReturnType<NodeServer['portForward']>;

async function serve(socket: Socket, ports: number[], node: NodeServer, forward: Forward): Promise<void> {
  const channels = channelsOf(socket);
  const stirred = (): void => node.clock.promised?.();
  const incoming = ports.map(() => ({ pipe: new Pipe(), decoder: createTextDecoder() }));
  const pump = async (): Promise<void> => {
    for (let message = await channels.read(); message; message = await channels.read()) {
      const lane = message.channel % 2 === 0 ? incoming[message.channel / 2] : undefined;
      stirred();
      await lane?.pipe.output.write(lane.decoder.decode(message.data)).catch(() => undefined);
      stirred();
    }
    for (const { pipe } of incoming) pipe.output.close();
    stirred();
  };
  const carry = async (port: number, index: number): Promise<void> => {
    const start = Uint8Array.of(port & 0xff, port >> 8);
    await channels.send(2 * index, start);
    await channels.send(2 * index + 1, start);
    const { input } = incoming[index]!.pipe;
    const write = async (text: string): Promise<void> => {
      stirred();
      await channels.send(2 * index, encodeText(text));
    };
    try {
      await forward(port, { read: (signal) => input.read(signal), write });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      await channels.send(2 * index + 1, new TextEncoder().encode(words));
    } finally {
      input.close();
      stirred();
    }
  };
  void pump();
  await Promise.all(ports.map(carry));
  socket.close();
  stirred();
}
