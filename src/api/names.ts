/** What names, labels and their like may look like (apimachinery/pkg/util/validation/validation.go). Each returns messages; none is well. */

const LABEL_FMT = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_FMT = `${LABEL_FMT}(\\.${LABEL_FMT})*`;
const DNS1035_FMT = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED_FMT = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE_FMT = `(${QUALIFIED_FMT})?`;
const WILDCARD_FMT = `\\*\\.${SUBDOMAIN_FMT}`;
const PERCENT_FMT = '[0-9]+%';
const HEADER_FMT = '[-A-Za-z0-9]+';
const PATH_FMT = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

const whole = (format: string): RegExp => new RegExp(`^${format}$`);
const LABEL = whole(LABEL_FMT);
const SUBDOMAIN = whole(SUBDOMAIN_FMT);
const UNDERSCORED = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const DNS1035 = whole(DNS1035_FMT);
const QUALIFIED = whole(QUALIFIED_FMT);
const LABEL_VALUE = whole(LABEL_VALUE_FMT);
const WILDCARD = whole(WILDCARD_FMT);
const PERCENT = whole(PERCENT_FMT);
const HEADER = whole(HEADER_FMT);
const PATH = whole(PATH_FMT);

const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";

function regexError(message: string, format: string, ...examples: string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${format}')`;
  return `${message} (e.g. ${examples.map((example) => `'${example}'`).join(',  or ')}, regex used for validation is '${format}')`;
}

/** Upstream counts bytes of both, but says so only of label keys and values. */
export function maxLengthError(length: number, unit: 'bytes' | 'characters' = 'characters'): string {
  return `must be no more than ${length} ${unit}`;
}

function bytes(text: string): number {
  let count = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

function check(value: string, max: number, pattern: RegExp, error: () => string): string[] {
  const errors: string[] = [];
  if (value.length > max || (value.length * 4 > max && bytes(value) > max))
    errors.push(maxLengthError(max, pattern === LABEL_VALUE ? 'bytes' : 'characters'));
  if (!pattern.test(value)) errors.push(error());
  return errors;
}

export function isDNS1123Label(value: string): string[] {
  return check(value, 63, LABEL, () =>
    SUBDOMAIN.test(value)
      ? 'must not contain dots'
      : regexError(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
          LABEL_FMT,
          'my-name',
          '123-abc',
        ),
  );
}

export function isDNS1123Subdomain(value: string): string[] {
  return check(value, 253, SUBDOMAIN, () => regexError(SUBDOMAIN_MESSAGE, SUBDOMAIN_FMT, 'example.com'));
}

/** Search domains: labels may hold underscores. */
export function isDNS1123SubdomainWithUnderscore(value: string): string[] {
  return check(value, 253, UNDERSCORED, () =>
    regexError(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
      SUBDOMAIN_FMT,
      'example.com',
    ),
  );
}

export function isDNS1035Label(value: string): string[] {
  return check(value, 63, DNS1035, () =>
    regexError(
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
      DNS1035_FMT,
      'my-name',
      'abc-123',
    ),
  );
}

export function isWildcardDNS1123Subdomain(value: string): string[] {
  return check(value, 253, WILDCARD, () =>
    regexError(
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
      WILDCARD_FMT,
      '*.example.com',
    ),
  );
}

export function isLabelValue(value: string): string[] {
  return check(value, 63, LABEL_VALUE, () =>
    regexError(
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      LABEL_VALUE_FMT,
      'MyValue',
      'my_value',
      '12345',
    ),
  );
}

/** Keys of labels and annotations: `name` or `prefix/name`. */
export function isQualifiedName(value: string): string[] {
  const parts = value.split('/');
  const errors: string[] = [];
  let name = value;
  if (parts.length === 2) {
    const [prefix = '', rest = ''] = parts;
    name = rest;
    if (prefix === '') errors.push('prefix part must be non-empty');
    else errors.push(...isDNS1123Subdomain(prefix).map((message) => `prefix part ${message}`));
  } else if (parts.length > 2) {
    const message = regexError(
      "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      QUALIFIED_FMT,
      'MyName',
      'my.name',
      '123-abc',
    );
    return [`${message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (bytes(name) > 63) errors.push(`name part ${maxLengthError(63, 'bytes')}`);
  if (!QUALIFIED.test(name)) {
    errors.push(
      `name part ${regexError("must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", QUALIFIED_FMT, 'MyName', 'my.name', '123-abc')}`,
    );
  }
  return errors;
}

export function isValidPortNum(port: number): string[] {
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];
}

export function isValidPortName(port: string): string[] {
  const errors: string[] = [];
  if (port.length > 15) errors.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(port)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(port)) errors.push('must contain at least one letter (a-z)');
  if (port.includes('--')) errors.push('must not contain consecutive hyphens');
  if (port !== '' && (port.startsWith('-') || port.endsWith('-'))) errors.push('must not begin or end with a hyphen');
  return errors;
}

export function isHTTPHeaderName(value: string): string[] {
  return HEADER.test(value)
    ? []
    : [regexError("a valid HTTP header must consist of alphanumeric characters or '-'", HEADER_FMT, 'X-Header-Name')];
}

export function isValidPercent(value: string): string[] {
  return PERCENT.test(value)
    ? []
    : [
        regexError(
          "a valid percent string must be a numeric string followed by an ending '%'",
          PERCENT_FMT,
          '1%',
          '93%',
        ),
      ];
}

export function isFullyQualifiedName(name: string): string[] {
  if (name === '') return ['Required value'];
  const errors = isDNS1123Subdomain(name);
  if (errors.length > 0) return errors;
  return name.split('.').length < 3 ? ['should be a domain with at least three segments separated by dots'] : [];
}

export function isFullyQualifiedDomainName(name: string): string[] {
  if (name === '') return ['Required value'];
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  const errors = isDNS1123Subdomain(bare);
  if (errors.length > 0) return errors;
  const labels = bare.split('.');
  if (labels.length < 2) return ['should be a domain with at least two segments separated by dots'];
  return labels.flatMap(isDNS1123Label);
}

export function isDomainPrefixedPath(path: string): string[] {
  if (path === '') return ['Required value'];
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1) return ['must be a domain-prefixed path (such as "acme.io/foo")'];
  const errors = isDNS1123Subdomain(path.slice(0, slash));
  if (errors.length > 0) return errors;
  return PATH.test(path.slice(slash + 1)) ? [] : [regexError('Invalid path', PATH_FMT)];
}

/** Any printable ASCII but '='. */
export function isRelaxedEnvVarName(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  return /^[ -<>-~]+$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** Keys of ConfigMaps and Secrets. */
export function isConfigMapKey(value: string): string[] {
  const errors = value.length > 253 ? [maxLengthError(253)] : [];
  if (!/^[-._a-zA-Z0-9]+$/.test(value)) {
    errors.push(
      regexError(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        '[-._a-zA-Z0-9]+',
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    );
  } else if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

export function isValidID(id: number): string[] {
  return id >= 0 && id <= 2147483647 ? [] : ['must be between 0 and 2147483647, inclusive'];
}

/** Masks what generateName leaves open: the prefix may end in '-'. */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

/** IPv4 without leading zeros, or something that reads as IPv6. */
export function isIP(value: string): boolean {
  if (IPV4.test(value)) return !/(^|\.)0\d/.test(value);
  return (
    value.includes(':') &&
    /^[0-9a-fA-F:.]+$/.test(value) &&
    value.split(':').length <= 8 &&
    value.split('::').length <= 2 &&
    !/:::/.test(value)
  );
}

/** What can be one segment of a URL's path (apimachinery/pkg/api/validation/path/name.go). */
export function isPathSegmentName(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}
