/** describeCertificateSigningRequest. */
import { subjectOf } from '../../api/certificate.ts';
import { humanDuration } from '../../api/duration.ts';
import { type Describer, describeEvents } from './describer.ts';
import { rfc1123 } from './page.ts';

interface Request {
  spec?: { request?: string; username?: string; signerName?: string; expirationSeconds?: number };
  status?: { conditions?: { type: string }[]; certificate?: string };
}

function verdict({ conditions = [], certificate }: NonNullable<Request['status']>): string {
  const has = (type: string): boolean => conditions.some((one) => one.type === type);
  const decided = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${decided}${has('Failed') ? ',Failed' : ''}${certificate ? ',Issued' : ''}`;
}

function formatted(pairs: Readonly<Record<string, string>> | undefined): string {
  const all = Object.entries(pairs ?? {}).map(([key, value]) => `${key}=${value}`);
  return all.length === 0 ? '<none>' : all.sort().join(',');
}

export const describeCertificateSigningRequest: Describer = async (object, page, context) => {
  const { spec = {}, status = {} } = object as Request;
  page.field('Name', object.metadata?.name);
  page.field('Labels', formatted(object.metadata?.labels));
  page.field('Annotations', formatted(object.metadata?.annotations));
  page.field('CreationTimestamp', rfc1123(object.metadata?.creationTimestamp));
  page.field('Requesting User', spec.username);
  if (spec.signerName) page.field('Signer', spec.signerName);
  if (spec.expirationSeconds !== undefined) {
    page.field('Requested Duration', humanDuration(spec.expirationSeconds * 1000));
  }
  page.field('Status', verdict(status));
  const subject = subjectOf(atob(spec.request ?? ''));
  page.line(0, 'Subject:');
  page.line(0, `\tCommon Name:\t${subject?.name ?? ''}`);
  page.line(0, '\tSerial Number:\t');
  for (const organization of subject?.organizations ?? []) page.line(0, `\tOrganization:\t${organization}`);
  await describeEvents(object, page, context);
};
