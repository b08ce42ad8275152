/** Answers as they go over the wire (apiserver/pkg/endpoints/handlers/responsewriters). */
import { dump } from 'js-yaml';
import { encodeProtobuf } from '../../../api/protobuf/encode.ts';
import { internalError } from '../../../api/status-errors.ts';
import { isStatusError } from '../../../api/status.ts';
import { type Form, unacceptable } from './negotiate.ts';

export const PRETTY_JSON: Form = { format: 'json', pretty: true };
export const JSON_FORM: Form = { format: 'json', pretty: false };

/** Throws NotAcceptable. */
export function respond(value: unknown, code: number, { format, pretty }: Form, warnings: readonly string[]): Response {
  const headers = new Headers({
    'content-type': TYPES[format],
    'cache-control': 'no-cache, private',
  });
  for (const warning of told(warnings)) headers.append('warning', warningHeader(warning));
  return new Response(written(value, format, pretty), { status: code, headers });
}

const TYPES = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
} as const;

/** Throws NotAcceptable for what has no message in protobuf. */
function written(value: unknown, format: Form['format'], pretty: boolean): BodyInit {
  if (format === 'json') return json(value, pretty);
  if (format === 'yaml') return dump(value, { noRefs: true });
  const bytes = encodeProtobuf(value as Record<string, unknown>);
  if (!bytes) throw unacceptable();
  return bytes as Uint8Array<ArrayBuffer>;
}

export function respondError(error: unknown, form: Form, warnings: readonly string[]): Response {
  const known = isStatusError(error) ? error : internalError(error instanceof Error ? error.message : String(error));
  // `code` comes last in Go's struct.
  const { code, ...said } = known.status;
  const response = respond({ ...said, code }, known.code, form, warnings);
  const retry = known.status.details?.retryAfterSeconds;
  if (retry !== undefined && retry > 0) response.headers.set('retry-after', String(retry));
  return response;
}

/** Go's indenting encoder ends without a new line, the other one with it. */
function json(value: unknown, pretty: boolean): string {
  return pretty ? JSON.stringify(value, null, 2) : `${JSON.stringify(value)}\n`;
}

/** How many characters of warnings an answer carries, and of one when there are too many (endpoints/filters/warning.go). */
const ALL_WARNINGS = 4096;
const ONE_WARNING = 256;

function told(warnings: readonly string[]): string[] {
  const all = [...new Set(warnings)];
  const size = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);
  if (size(all) <= ALL_WARNINGS) return all;
  const kept: string[] = [];
  for (const text of all) if (size(kept) < ALL_WARNINGS) kept.push([...text].slice(0, ONE_WARNING).join(''));
  return kept;
}

/** RFC 7234 5.5 as apimachinery's net.NewWarningHeader writes it; what no header can carry is percent-encoded. */
function warningHeader(text: string): string {
  const quoted = text.replace(/[\\"]/g, (char) => `\\${char}`).replace(/[^\t\u0020-\u007e]/g, encodeURIComponent);
  return `299 - "${quoted}"`;
}

export function text(body: string, code = 200): Response {
  return new Response(body, { status: code, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

/** What net/http says of a path that no handler has (apiserver/pkg/util/notfoundhandler). */
export function pageNotFound(): Response {
  const response = text('404 page not found\n', 404);
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}
