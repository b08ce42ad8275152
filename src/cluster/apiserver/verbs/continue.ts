/** Continue tokens (apiserver/pkg/storage/continue.go): base64 of JSON, opaque to clients. */
import { badRequest } from '../../../api/status-errors.ts';

export interface Continuation {
  revision: number;
  /** The last key that was handed out. */
  after: string;
}

const VERSION = 'meta.k8s.io/v1';

export function encodeContinue({ revision, after }: Continuation): string {
  const json = JSON.stringify({ v: VERSION, rv: revision, start: `${after}\u0000` });
  return btoa(String.fromCharCode(...new TextEncoder().encode(json)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** Throws BadRequest. */
export function decodeContinue(token: string): Continuation {
  const text = fromBase64(token);
  let value: { v?: unknown; rv?: unknown; start?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    const found =
      text[0] === undefined
        ? 'unexpected end of JSON input'
        : `invalid character ${shown(text)} looking for beginning of value`;
    throw bad(`continue key is not valid: ${found}`);
  }
  if (typeof value !== 'object' || value === null || value.v !== VERSION) {
    throw bad(`continue key is not valid: server does not recognize this encoded version "${String(value?.v ?? '')}"`);
  }
  if (typeof value.rv !== 'number' || value.rv === 0) {
    throw bad('continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  }
  if (typeof value.start !== 'string' || value.start === '') {
    throw bad('continue key is not valid: encoded start key empty (version meta.k8s.io/v1)');
  }
  return { revision: value.rv, after: value.start.replace(/\u0000$/, '') };
}

function bad(why: string): Error {
  return badRequest(`invalid continue token: ${why}`);
}

function fromBase64(token: string): string {
  try {
    const binary = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  } catch {
    throw bad('continue key is not valid: illegal base64 data at input byte 0');
  }
}

/** As Go's %q of the first character of a text that is no JSON. */
function shown(text: string): string {
  const first = text[0]!;
  return first === "'" ? String.raw`'\''` : `'${first}'`;
}
