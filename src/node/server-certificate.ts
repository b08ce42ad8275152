/** The API server's own key and certificate, made anew at every start: for clients that send what they hold only over TLS. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { LEAF, certificatePem, commonName, extension, usedFor } from '../api/certificate.ts';
import { TAGS, der, oid } from '../api/der.ts';

const DAY = 24 * 3_600_000;
const NAMES = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];

/** PEM texts. */
export function serverCertificate(now: number): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const dns = NAMES.map((name) => der(0x82, new TextEncoder().encode(name)));
  const names = der(TAGS.sequence, ...dns, der(0x87, [127, 0, 0, 1]));
  const cert = certificatePem({
    issuer: commonName('kubernetes'),
    subject: commonName('kube-apiserver'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    extensions: [...LEAF, usedFor('server'), extension('2.5.29.17', names)],
    serial: [1],
    from: now - DAY,
    to: now + 365 * DAY,
    algorithm: der(TAGS.sequence, oid('1.2.840.10045.4.3.2')),
    sign: (content) => sign('sha256', content, privateKey),
  });
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
}
