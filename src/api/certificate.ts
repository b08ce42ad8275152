/**
 * Certificates and requests for them, as far as we read them: PEM, and of its DER the names in the subject.
 * Simplified: nothing is signed here and no signature is checked; a certificate is its request under another heading.
 */

export interface Subject {
  /** CN: the user. */
  name: string;
  /** O: the user's groups. */
  organizations: string[];
}

const REQUEST = 'CERTIFICATE REQUEST';
const CERTIFICATE = 'CERTIFICATE';

/** The base64 between the lines of a PEM block, '' when there is no such block. */
function body(pem: string, type: string): string {
  const [, text = ''] = new RegExp(`-----BEGIN ${type}-----([^-]*)-----END ${type}-----`).exec(pem) ?? [];
  return text.replace(/\s/g, '');
}

/** The PEM of a certificate for a PEM request; undefined when it is none. */
export function certificateFor(request: string): string | undefined {
  const content = body(request, REQUEST);
  if (content === '') return undefined;
  const lines = content.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${CERTIFICATE}-----`, ...lines, `-----END ${CERTIFICATE}-----`, ''].join('\n');
}

/** Of a PEM certificate or request; undefined when no name can be read from it. */
export function subjectOf(pem: string): Subject | undefined {
  let der: string;
  try {
    der = atob(body(pem, CERTIFICATE) || body(pem, REQUEST));
  } catch {
    return undefined;
  }
  // A certificate names its issuer first.
  const name = values(der, '\u0003').at(-1);
  return name === undefined ? undefined : { name, organizations: values(der, '\u000a') };
}

/** The strings that follow the attribute type 2.5.4.X: its OID, a tag, a length below 128, the text. */
function values(der: string, attribute: string): string[] {
  const found: string[] = [];
  const mark = `\u0006\u0003\u0055\u0004${attribute}`;
  for (let at = der.indexOf(mark); at >= 0; at = der.indexOf(mark, at + 1)) {
    const start = at + mark.length + 2;
    const bytes = Uint8Array.from(der.slice(start, start + der.charCodeAt(start - 1)), (char) => char.charCodeAt(0));
    found.push(new TextDecoder().decode(bytes));
  }
  return found;
}
