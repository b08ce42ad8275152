/**
 * Several byte streams over one WebSocket: the first byte of a message is its channel
 * (apimachinery/pkg/util/httpstream/wsstream/conn.go). The base64 protocols write it as a digit.
 */
import type { Socket } from '../../../client/stream.ts';

export interface Channels {
  send(channel: number, data: Uint8Array): Promise<void>;
  /** The next message; undefined when the client has closed. Messages of no sense are skipped. */
  read(): Promise<{ channel: number; data: Uint8Array } | undefined>;
}

export function channelsOf(socket: Socket): Channels {
  const base64 = socket.protocol.includes('base64.');
  return {
    send: (channel, data) => socket.send(base64 ? encodeBase64(channel, data) : withChannel(channel, data)),
    async read() {
      for (;;) {
        const message = await socket.read();
        if (!message) return undefined;
        const [first] = message;
        if (first === undefined) continue;
        if (!base64) return { channel: first, data: message.subarray(1) };
        const data = decodeBase64(message.subarray(1));
        if (data) return { channel: first - 0x30, data };
      }
    },
  };
}

function withChannel(channel: number, data: Uint8Array): Uint8Array {
  const message = new Uint8Array(data.length + 1);
  message[0] = channel;
  message.set(data, 1);
  return message;
}

function encodeBase64(channel: number, data: Uint8Array): Uint8Array {
  let binary = '';
  for (const byte of data) binary += String.fromCharCode(byte);
  return new TextEncoder().encode(String(channel) + btoa(binary));
}

function decodeBase64(data: Uint8Array): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(String.fromCharCode(...data)), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The first protocol of the client that the server speaks; '' when the client named none and that is spoken. */
export function chooseProtocol(offered: readonly string[], spoken: readonly string[]): string | undefined {
  if (offered.length === 0) return spoken.includes('') ? '' : undefined;
  return offered.find((protocol) => spoken.includes(protocol));
}
