/** HTTP/1.1 as text on a connection (RFC 9112), for both of its ends: what a port-forward carries. */
import { encodeText } from '../shell/bytes.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { headerName, reasonPhrase } from './http.ts';

/** Undefined when the other side is done. */
export type ReadText = (signal?: AbortSignal) => Promise<string | undefined>;

interface Head {
  /** `GET / HTTP/1.1` or `HTTP/1.1 200 OK` */
  first: string;
  /** Names in lower case. */
  headers: Record<string, string>;
}

/** Answers the requests of a connection one after the other, until it is closed or one of both wants no more. */
export async function serveHttp(
  read: ReadText,
  write: (text: string) => Promise<void>,
  answer: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>,
  remote: string,
): Promise<void> {
  const reader = new MessageReader(read);
  for (;;) {
    const head = await reader.head();
    if (!head) return;
    const [method, path, version] = head.first.split(' ');
    if (!method || !path || !version?.startsWith('HTTP/1.')) {
      await write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    if (head.headers['expect']?.toLowerCase() === '100-continue') await write('HTTP/1.1 100 Continue\r\n\r\n');
    const body = await reader.body(head, 'none');
    const host = head.headers['host'] ?? '';
    const response = await answer({ method, path, host, headers: head.headers, body, remote });
    const asked = (head.headers['connection'] ?? '').toLowerCase();
    const close = asked === 'close' || (version === 'HTTP/1.0' && asked !== 'keep-alive');
    await write(responseText(response, method, close));
    if (close) return;
  }
}

export function requestText(request: HttpRequest): string {
  const { method, path, host, headers, body } = request;
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`];
  for (const [name, value] of Object.entries(headers)) {
    if (!['host', 'content-length', 'transfer-encoding'].includes(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  if (body !== '' || method === 'POST' || method === 'PUT') lines.push(`Content-Length: ${encodeText(body).length}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** The answer to a request with this method; undefined when the connection ended before there was one. */
export async function readResponse(read: ReadText, method: string): Promise<HttpResponse | undefined> {
  const reader = new MessageReader(read);
  for (;;) {
    const head = await reader.head();
    const status = Number(head?.first.split(' ')[1]);
    if (!head || !Number.isInteger(status)) return undefined;
    if (status >= 100 && status < 200) continue;
    const empty = method === 'HEAD' || status === 204 || status === 304;
    const body = empty ? '' : await reader.body(head, 'until the end');
    delete head.headers['transfer-encoding'];
    return { status, headers: head.headers, body };
  }
}

function responseText(response: HttpResponse, method: string, close: boolean): string {
  const { status, headers, body } = response;
  const lines = [`HTTP/1.1 ${status} ${reasonPhrase(status)}`];
  for (const [name, value] of Object.entries(headers)) {
    if (!/^(content-length|transfer-encoding|connection)$/i.test(name)) lines.push(`${headerName(name)}: ${value}`);
  }
  const bodyless = status === 204 || status === 304;
  // To HEAD a server says how long the body would have been.
  const length = method === 'HEAD' && body === '' ? headers['content-length'] : encodeText(body).length;
  if (!bodyless && length !== undefined) lines.push(`Content-Length: ${length}`);
  if (close) lines.push('Connection: close');
  return `${lines.join('\r\n')}\r\n\r\n${method === 'HEAD' || bodyless ? '' : body}`;
}

class MessageReader {
  private text = '';
  private ended = false;

  constructor(private readonly read: ReadText) {}

  async head(): Promise<Head | undefined> {
    let end = this.text.indexOf('\r\n\r\n');
    while (end < 0) {
      if (!(await this.more())) return undefined;
      end = this.text.indexOf('\r\n\r\n');
    }
    const [first = '', ...lines] = this.text.slice(0, end).split('\r\n');
    this.text = this.text.slice(end + 4);
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    return { first, headers };
  }

  async body({ headers }: Head, otherwise: 'none' | 'until the end'): Promise<string> {
    if (headers['transfer-encoding']?.toLowerCase() === 'chunked') return this.chunks();
    const length = headers['content-length'];
    if (length !== undefined) return this.bytes(Number(length));
    if (otherwise === 'none') return '';
    while (await this.more());
    return this.take(this.text.length);
  }

  private async chunks(): Promise<string> {
    let body = '';
    for (;;) {
      while (!this.text.includes('\r\n')) if (!(await this.more())) return body;
      const end = this.text.indexOf('\r\n');
      const size = Number.parseInt(this.take(end + 2), 16);
      if (!(size > 0)) {
        await this.bytes(2);
        return body;
      }
      body += await this.bytes(size);
      await this.bytes(2);
    }
  }

  /** Text of so many bytes. */
  private async bytes(count: number): Promise<string> {
    for (;;) {
      const cut = prefixOf(this.text, count);
      if (cut !== undefined) return this.take(cut);
      if (!(await this.more())) return this.take(this.text.length);
    }
  }

  private take(length: number): string {
    const taken = this.text.slice(0, length);
    this.text = this.text.slice(length);
    return taken;
  }

  private async more(): Promise<boolean> {
    if (this.ended) return false;
    const chunk = await this.read();
    if (chunk === undefined) this.ended = true;
    else this.text += chunk;
    return !this.ended;
  }
}

/** How many characters make up so many bytes; undefined when the text has fewer. */
function prefixOf(text: string, bytes: number): number | undefined {
  let left = bytes;
  let at = 0;
  while (left > 0 && at < text.length) {
    const code = text.codePointAt(at)!;
    const escaped = code >= 0xdc80 && code <= 0xdcff;
    left -= code < 0x80 || escaped ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += code >= 0x10000 ? 2 : 1;
  }
  return left <= 0 ? at : undefined;
}
