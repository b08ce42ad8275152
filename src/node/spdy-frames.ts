/**
 * SPDY/3.1 as moby/spdystream speaks it (draft-mbelshe-httpbis-spdy-00): the framing, and header blocks with the
 * protocol's own dictionary. Only what streams of Kubernetes use.
 */
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';

export type Frame =
  | { type: 'syn-stream'; stream: number; headers: Map<string, string>; fin: boolean }
  | { type: 'syn-reply'; stream: number; headers: Map<string, string>; fin: boolean }
  | { type: 'rst-stream'; stream: number; status: number }
  | { type: 'ping'; id: number }
  | { type: 'goaway' }
  | { type: 'window'; stream: number; delta: number }
  | { type: 'data'; stream: number; data: Uint8Array; fin: boolean };

const VERSION = 0x8003;
const SYN_STREAM = 1;
const SYN_REPLY = 2;
const RST_STREAM = 3;
const PING = 6;
const GOAWAY = 7;
const WINDOW_UPDATE = 9;
const FIN = 1;

/** Reads frames out of a byte stream however it is cut. */
export class FrameReader {
  private rest = Buffer.alloc(0);
  private readonly headers = new HeaderInflater();

  async push(bytes: Uint8Array): Promise<Frame[]> {
    this.rest = Buffer.concat([this.rest, bytes]);
    const frames: Frame[] = [];
    while (this.rest.length >= 8) {
      const length = this.rest.readUInt32BE(4) & 0xffffff;
      if (this.rest.length < 8 + length) break;
      const frame = await this.frame(this.rest.subarray(0, 8 + length));
      this.rest = this.rest.subarray(8 + length);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  private async frame(bytes: Buffer): Promise<Frame | undefined> {
    const first = bytes.readUInt32BE(0);
    const fin = (bytes[4]! & FIN) !== 0;
    const body = bytes.subarray(8);
    if (first < 0x80000000) return { type: 'data', stream: first, data: new Uint8Array(body), fin };
    switch (first & 0xffff) {
      case SYN_STREAM:
        return { type: 'syn-stream', stream: id(body), headers: await this.headers.read(body.subarray(10)), fin };
      case SYN_REPLY:
        return { type: 'syn-reply', stream: id(body), headers: await this.headers.read(body.subarray(4)), fin };
      case RST_STREAM:
        return { type: 'rst-stream', stream: id(body), status: body.readUInt32BE(4) };
      case PING:
        return { type: 'ping', id: body.readUInt32BE(0) };
      case GOAWAY:
        return { type: 'goaway' };
      case WINDOW_UPDATE:
        return { type: 'window', stream: id(body), delta: body.readUInt32BE(4) };
      default:
        return undefined;
    }
  }
}

const id = (body: Buffer): number => body.readUInt32BE(0) & 0x7fffffff;

/** Writes frames; header blocks of one connection depend on those before them, so they are written in order. */
export class FrameWriter {
  private readonly headers = new HeaderDeflater();

  async frame(frame: Frame): Promise<Uint8Array> {
    switch (frame.type) {
      case 'data':
        return Buffer.concat([word(frame.stream), flagged(frame.fin, frame.data.length), frame.data]);
      case 'syn-reply':
        return control(SYN_REPLY, frame.fin, [word(frame.stream), await this.headers.write(frame.headers)]);
      case 'syn-stream':
        return control(SYN_STREAM, frame.fin, [
          word(frame.stream),
          word(0),
          Buffer.alloc(2),
          await this.headers.write(frame.headers),
        ]);
      case 'rst-stream':
        return control(RST_STREAM, false, [word(frame.stream), word(frame.status)]);
      case 'ping':
        return control(PING, false, [word(frame.id)]);
      case 'goaway':
        return control(GOAWAY, false, [word(0), word(0)]);
      case 'window':
        return control(WINDOW_UPDATE, false, [word(frame.stream), word(frame.delta)]);
    }
  }
}

function control(type: number, fin: boolean, parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(VERSION, 0);
  head.writeUInt16BE(type, 2);
  return Buffer.concat([head, flagged(fin, body.length), body]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function flagged(fin: boolean, length: number): Buffer {
  return word(((fin ? FIN : 0) << 24) | length);
}

/** A zlib stream that is fed piece by piece, each ended by a sync flush. */
class HeaderInflater {
  private readonly stream: Inflate = createInflate({ dictionary: DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });

  async read(block: Uint8Array): Promise<Map<string, string>> {
    const bytes = await through(this.stream, block);
    const headers = new Map<string, string>();
    let at = 4;
    const text = (): string => {
      const length = bytes.readUInt32BE(at);
      at += 4 + length;
      return bytes.toString('utf8', at - length, at);
    };
    for (let left = bytes.readUInt32BE(0); left > 0; left--) {
      const name = text();
      headers.set(name.toLowerCase(), text().split('\0')[0] ?? '');
    }
    return headers;
  }
}

class HeaderDeflater {
  private readonly stream: Deflate = createDeflate({ dictionary: DICTIONARY });

  write(headers: ReadonlyMap<string, string>): Promise<Buffer> {
    const parts = [word(headers.size)];
    for (const pair of headers) for (const text of pair) parts.push(word(Buffer.byteLength(text)), Buffer.from(text));
    return through(this.stream, Buffer.concat(parts));
  }
}

function through(stream: Inflate | Deflate, input: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.write(input, () => {
      stream.flush(constants.Z_SYNC_FLUSH, () => {
        stream.off('error', reject);
        resolve((stream.read() as Buffer | null) ?? Buffer.alloc(0));
      });
    });
  });
}

const WORDS = [
  'options',
  'head',
  'post',
  'put',
  'delete',
  'trace',
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'accept-ranges',
  'age',
  'allow',
  'authorization',
  'cache-control',
  'connection',
  'content-base',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'date',
  'etag',
  'expect',
  'expires',
  'from',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'pragma',
  'proxy-authenticate',
  'proxy-authorization',
  'range',
  'referer',
  'retry-after',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'vary',
  'via',
  'warning',
  'www-authenticate',
  'method',
  'get',
  'status',
  '200 OK',
  'version',
  'HTTP/1.1',
  'url',
  'public',
  'set-cookie',
  'keep-alive',
  'origin',
];
/** The end of the dictionary has no lengths. */
const TAIL =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.';
const DICTIONARY = Buffer.concat([
  ...WORDS.flatMap((text) => [word(text.length), Buffer.from(text)]),
  Buffer.from(TAIL),
]);
