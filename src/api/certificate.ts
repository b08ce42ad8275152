/**
 * X.509 certificates and requests for them (RFC 5280, RFC 2986; k8s.io/client-go/util/cert): PEM, the names in a subject, and
 * the certificate that answers a request.
 */
import { TAGS, der, elements, oid, time } from './der.ts';

export interface Subject {
  /** CN: the user. */
  name: string;
  /** O: the user's groups. */
  organizations: string[];
}

/** When a certificate holds, in ms since the epoch. */
export interface Validity {
  from: number;
  to: number;
}

export interface Certificate extends Validity {
  /** Names, public key and extensions as encoded values. */
  issuer: Uint8Array;
  subject: Uint8Array;
  publicKey: Uint8Array;
  extensions: readonly Uint8Array[];
  serial: readonly number[];
  /** Of the signature, as an encoded AlgorithmIdentifier. */
  algorithm: Uint8Array;
  sign: (content: Uint8Array) => Uint8Array;
}

const REQUEST = 'CERTIFICATE REQUEST';
const CERTIFICATE = 'CERTIFICATE';
const COMMON_NAME = '2.5.4.3';
const SHA256_RSA = der(TAGS.sequence, oid('1.2.840.113549.1.1.11'), der(TAGS.null));
/** Digital signature and key encipherment, and no certificate authority. */
export const LEAF: readonly Uint8Array[] = [
  extension('2.5.29.15', der(TAGS.bits, [5, 0xa0]), 'critical'),
  extension('2.5.29.19', der(TAGS.sequence), 'critical'),
];

export function extension(id: string, value: Uint8Array, critical?: 'critical'): Uint8Array {
  return der(TAGS.sequence, oid(id), critical ? der(TAGS.boolean, [0xff]) : [], der(TAGS.octets, value));
}

/** For `serverAuth` or `clientAuth`. */
export function usedFor(usage: 'server' | 'client'): Uint8Array {
  return extension('2.5.29.37', der(TAGS.sequence, oid(`1.3.6.1.5.5.7.3.${usage === 'server' ? 1 : 2}`)));
}

/** A name that is a common name only. */
export function commonName(name: string): Uint8Array {
  const value = der(TAGS.utf8, new TextEncoder().encode(name));
  return der(TAGS.sequence, der(TAGS.set, der(TAGS.sequence, oid(COMMON_NAME), value)));
}

/** The PEM of a version 3 certificate. */
export function certificatePem(parts: Certificate): string {
  const content = der(
    TAGS.sequence,
    der(0xa0, der(TAGS.integer, [2])),
    der(TAGS.integer, parts.serial),
    parts.algorithm,
    parts.issuer,
    der(TAGS.sequence, time(parts.from), time(parts.to)),
    parts.subject,
    parts.publicKey,
    der(0xa3, der(TAGS.sequence, ...parts.extensions)),
  );
  return pem(CERTIFICATE, der(TAGS.sequence, content, parts.algorithm, der(TAGS.bits, [0], parts.sign(content))));
}

/**
 * The PEM of a client's certificate for a PEM request; undefined when it is none.
 * Simplified: the cluster holds no private key, so the signature is bytes of the right length that nobody can check.
 */
export function certificateFor(request: string, validity: Validity): string | undefined {
  try {
    const [certification] = elements(bytesOf(request, REQUEST));
    const [content] = elements(certification?.content ?? new Uint8Array());
    const [, subject, publicKey] = elements(content?.content ?? new Uint8Array());
    if (!subject || !publicKey) return undefined;
    return certificatePem({
      ...validity,
      issuer: commonName('kubernetes'),
      subject: subject.whole,
      publicKey: publicKey.whole,
      extensions: [...LEAF, usedFor('client')],
      serial: [1, ...filler(publicKey.whole, 8)],
      algorithm: SHA256_RSA,
      sign: (bytes) => filler(bytes, 256),
    });
  } catch {
    return undefined;
  }
}

/** Bytes that follow from others: FNV-1a, run on. */
function filler(from: Uint8Array, length: number): Uint8Array {
  let hash = 0x811c9dc5;
  for (const byte of from) hash = Math.imul(hash ^ byte, 0x01000193);
  return Uint8Array.from({ length }, () => {
    hash = Math.imul(hash ^ (hash >>> 15), 0x01000193);
    return (hash >>> 24) & 0xff;
  });
}

/** Of a PEM certificate or request; undefined when no name can be read from it. */
export function subjectOf(text: string): Subject | undefined {
  let binary: string;
  try {
    binary = atob(body(text, CERTIFICATE) || body(text, REQUEST));
  } catch {
    return undefined;
  }
  // A certificate names its issuer first.
  const name = values(binary, '\u0003').at(-1);
  return name === undefined ? undefined : { name, organizations: values(binary, '\u000a') };
}

/** The base64 between the lines of a PEM block, '' when there is no such block. */
function body(text: string, type: string): string {
  const [, content = ''] = new RegExp(`-----BEGIN ${type}-----([^-]*)-----END ${type}-----`).exec(text) ?? [];
  return content.replace(/\s/g, '');
}

function bytesOf(text: string, type: string): Uint8Array {
  return Uint8Array.from(atob(body(text, type)), (char) => char.charCodeAt(0));
}

function pem(type: string, bytes: Uint8Array): string {
  const content = btoa(String.fromCharCode(...bytes));
  return [`-----BEGIN ${type}-----`, ...(content.match(/.{1,64}/g) ?? []), `-----END ${type}-----`, ''].join('\n');
}

/** The strings that follow the attribute type 2.5.4.X: its OID, a tag, a length below 128, the text. */
function values(binary: string, attribute: string): string[] {
  const found: string[] = [];
  const mark = `\u0006\u0003\u0055\u0004${attribute}`;
  for (let at = binary.indexOf(mark); at >= 0; at = binary.indexOf(mark, at + 1)) {
    const start = at + mark.length + 2;
    const text = binary.slice(start, start + binary.charCodeAt(start - 1));
    found.push(new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0))));
  }
  return found;
}
