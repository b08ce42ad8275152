/** HTTP as programs in containers see it: whole requests and whole answers, text only. */
export interface HttpRequest {
  method: string;
  /** With the query: `/a?b=c`. */
  path: string;
  /** The Host header, with its port when it was given one. */
  host: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Address of the peer. */
  remote: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Answers at once where it can: probes of a thousand Pods must be cheap. */
export type HttpHandler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

const REASONS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** As nginx words it: 404 → `Not Found`; '' for a status it does not know. */
export function reasonPhrase(status: number): string {
  return REASONS[status] ?? '';
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');
const clockTime = (date: Date): string =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;

/** `Sat, 21 Nov 2026 10:00:00 GMT` */
export function httpDate(at: number): string {
  const date = new Date(at);
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${date.getUTCFullYear()} ${clockTime(date)} GMT`;
}

/** `21/Nov/2026:10:00:00 +0000`, as in the common log format. */
export function logDate(at: number): string {
  const date = new Date(at);
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clockTime(date)} +0000`;
}

/** `2026/11/21 10:00:00`, as in nginx's error log. */
export function errorLogDate(at: number): string {
  const date = new Date(at);
  return `${date.getUTCFullYear()}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())} ${clockTime(date)}`;
}

/** UTF-8 bytes. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    // A lone one stands for a byte that is no text (shell/bytes.ts).
    if (code >= 0xdc80 && code <= 0xdcff && (text.charCodeAt(i - 1) & 0xfc00) !== 0xd800) continue;
    // A surrogate pair is four bytes in all: two for each half.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

const SPECIAL: Readonly<Record<string, string>> = { etag: 'ETag', 'www-authenticate': 'WWW-Authenticate' };

/** `content-type` → `Content-Type`, as servers write it. */
export function headerName(name: string): string {
  const usual = name.replace(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => dash + letter.toUpperCase());
  return SPECIAL[name] ?? usual;
}
