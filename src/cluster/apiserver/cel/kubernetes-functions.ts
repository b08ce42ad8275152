/** Kubernetes' own types of CEL (apiserver/pkg/cel/library/{quantity,url,ip,cidr,semverlib,format}.go). */
import { type Environment, Optional } from '@marcbachmann/cel-js';
import {
  isDNS1035Label,
  isDNS1123Label,
  isDNS1123Subdomain,
  isLabelValue,
  isQualifiedName,
  maskTrailingDash,
} from '../../../api/names.ts';
import { compareQuantity, parseQuantity } from '../../../api/quantity.ts';
import { formatError } from '../apiextensions/schema/formats.ts';
import { Cidr, Ip } from './addresses.ts';
import { registerUrls } from './urls.ts';

type Add = (signature: string, handler: (...args: never[]) => unknown) => void;

export function registerKubernetesFunctions(env: Environment): void {
  const add: Add = (signature, handler) => void env.registerFunction(signature, handler);
  registerQuantities(env, add);
  registerUrls(env);
  registerAddresses(env, add);
  registerVersions(env, add);
  registerFormats(env, add);
}

/** `value`, or what the function throws when its text is none. */
function parsed<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new Error(message);
  return value;
}

const NANO = 1_000_000_000n;

class QuantityValue {
  constructor(readonly nano: bigint) {}
}

function quantity(text: string): QuantityValue {
  const message = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  return new QuantityValue(parsed(parseQuantity(text), message).nano);
}

function registerQuantities(env: Environment, add: Add): void {
  env.registerType('Quantity', QuantityValue);
  const order = (a: QuantityValue, b: QuantityValue): number =>
    compareQuantity({ nano: a.nano, format: 'DecimalSI' }, { nano: b.nano, format: 'DecimalSI' });
  add('quantity(string): Quantity', quantity);
  add('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined);
  add('Quantity.isGreaterThan(Quantity): bool', (a: QuantityValue, b: QuantityValue) => order(a, b) > 0);
  add('Quantity.isLessThan(Quantity): bool', (a: QuantityValue, b: QuantityValue) => order(a, b) < 0);
  add('Quantity.compareTo(Quantity): int', (a: QuantityValue, b: QuantityValue) => BigInt(order(a, b)));
  add('Quantity.isInteger(): bool', ({ nano }: QuantityValue) => nano % NANO === 0n);
  add('Quantity.asInteger(): int', ({ nano }: QuantityValue) =>
    parsed(nano % NANO === 0n ? nano / NANO : undefined, 'cannot convert value to integer'),
  );
  add('Quantity.asApproximateFloat(): double', ({ nano }: QuantityValue) => Number(nano) / 1e9);
  add('Quantity.sign(): int', ({ nano }: QuantityValue) => (nano > 0n ? 1n : nano < 0n ? -1n : 0n));
  add('Quantity.add(Quantity): Quantity', (a: QuantityValue, b: QuantityValue) => new QuantityValue(a.nano + b.nano));
  add('Quantity.sub(Quantity): Quantity', (a: QuantityValue, b: QuantityValue) => new QuantityValue(a.nano - b.nano));
  add('Quantity.add(int): Quantity', (a: QuantityValue, b: bigint) => new QuantityValue(a.nano + b * NANO));
  add('Quantity.sub(int): Quantity', (a: QuantityValue, b: bigint) => new QuantityValue(a.nano - b * NANO));
}

/** What `ip.…` is called on. */
class IpNames {
  readonly space = 'IpNames';
}

const ipOf = (text: string): Ip => parsed(Ip.parse(text), `IP Address "${text}" parse error`);
const cidrOf = (text: string): Cidr => parsed(Cidr.parse(text), `CIDR "${text}" parse error`);

function registerAddresses(env: Environment, add: Add): void {
  env.registerType('IP', Ip).registerType('CIDR', Cidr).registerType('IpNames', IpNames);
  env.registerConstant('ip', 'IpNames', new IpNames());
  add('ip(string): IP', ipOf);
  add('isIP(string): bool', (text: string) => Ip.parse(text) !== undefined);
  add('IpNames.isCanonical(string): bool', (_: IpNames, text: string) => ipOf(text).toString() === text);
  add('IP.family(): int', (ip: Ip) => BigInt(ip.family));
  const properties = [
    'isUnspecified',
    'isLoopback',
    'isLinkLocalMulticast',
    'isLinkLocalUnicast',
    'isGlobalUnicast',
  ] as const;
  for (const name of properties) add(`IP.${name}(): bool`, (ip: Ip) => ip[name]);
  add('string(IP): string', (ip: Ip) => ip.toString());
  add('cidr(string): CIDR', cidrOf);
  add('isCIDR(string): bool', (text: string) => Cidr.parse(text) !== undefined);
  add('CIDR.containsIP(IP): bool', (range: Cidr, ip: Ip) => range.containsIp(ip));
  add('CIDR.containsIP(string): bool', (range: Cidr, ip: string) => range.containsIp(ipOf(ip)));
  add('CIDR.containsCIDR(CIDR): bool', (range: Cidr, other: Cidr) => range.contains(other));
  add('CIDR.containsCIDR(string): bool', (range: Cidr, other: string) => range.contains(cidrOf(other)));
  add('CIDR.ip(): IP', (range: Cidr) => range.ip);
  add('CIDR.masked(): CIDR', (range: Cidr) => range.masked());
  add('CIDR.prefixLength(): int', (range: Cidr) => BigInt(range.prefix));
  add('string(CIDR): string', (range: Cidr) => range.toString());
}

class Semver {
  constructor(
    readonly numbers: readonly bigint[],
    readonly pre: string,
  ) {}

  static parse(text: string): Semver | undefined {
    const match =
      /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/.exec(
        text,
      );
    return match ? new Semver(match.slice(1, 4).map(BigInt), match[4] ?? '') : undefined;
  }

  compare(other: Semver): bigint {
    for (const [i, number] of this.numbers.entries()) {
      const against = other.numbers[i]!;
      if (number !== against) return number < against ? -1n : 1n;
    }
    if (this.pre === other.pre) return 0n;
    if (this.pre === '' || other.pre === '') return this.pre === '' ? 1n : -1n;
    return comparePre(this.pre.split('.'), other.pre.split('.'));
  }
}

function comparePre(a: readonly string[], b: readonly string[]): bigint {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x === y) continue;
    const [isX, isY] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (isX && isY) return BigInt(x) < BigInt(y) ? -1n : 1n;
    if (isX !== isY) return isX ? -1n : 1n;
    return x < y ? -1n : 1n;
  }
  return a.length === b.length ? 0n : a.length < b.length ? -1n : 1n;
}

/** `v1.2` and `01.2.3` as versions: without the letter and leading zeros, with what is left out. */
function normalized(text: string): string {
  const [, numbers = '', rest = ''] = /^v?([^-+]*)(.*)$/s.exec(text) ?? [];
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (parts.length < 3) parts.push('0');
  return parts.join('.') + rest;
}

function registerVersions(env: Environment, add: Add): void {
  env.registerType('Semver', Semver);
  add('semver(string): Semver', (text: string) => parsed(Semver.parse(text), `invalid semantic version "${text}"`));
  add('isSemver(string): bool', (text: string) => Semver.parse(text) !== undefined);
  add('semver(string, bool): Semver', (text: string, normalize: boolean) => {
    const asked = normalize ? normalized(text) : text;
    return parsed(Semver.parse(asked), `invalid semantic version "${text}"`);
  });
  add(
    'isSemver(string, bool): bool',
    (text: string, normalize: boolean) => Semver.parse(normalize ? normalized(text) : text) !== undefined,
  );
  add('Semver.isGreaterThan(Semver): bool', (a: Semver, b: Semver) => a.compare(b) > 0n);
  add('Semver.isLessThan(Semver): bool', (a: Semver, b: Semver) => a.compare(b) < 0n);
  add('Semver.compareTo(Semver): int', (a: Semver, b: Semver) => a.compare(b));
  for (const [i, name] of ['major', 'minor', 'patch'].entries())
    add(`Semver.${name}(): int`, ({ numbers }: Semver) => numbers[i]!);
}

class NamedFormat {
  constructor(readonly check: (text: string) => string[]) {}
}
/** What `format.…` is called on. */
class Formats {
  readonly space = 'Formats';
}

const masked =
  (check: (text: string) => string[]) =>
  (text: string): string[] =>
    check(maskTrailingDash(text));
const schemaFormat =
  (name: string, message: string) =>
  (text: string): string[] =>
    formatError(name, text) ? [message] : [];

const FORMATS: Readonly<Record<string, (text: string) => string[]>> = {
  dns1123Label: isDNS1123Label,
  dns1123Subdomain: isDNS1123Subdomain,
  dns1035Label: isDNS1035Label,
  qualifiedName: isQualifiedName,
  labelValue: isLabelValue,
  dns1123LabelPrefix: masked(isDNS1123Label),
  dns1123SubdomainPrefix: masked(isDNS1123Subdomain),
  dns1035LabelPrefix: masked(isDNS1035Label),
  uri: schemaFormat('uri', 'invalid URI for request'),
  uuid: schemaFormat('uuid', 'does not match the UUID format'),
  byte: schemaFormat('byte', 'invalid base64'),
  date: schemaFormat('date', 'invalid date'),
  datetime: schemaFormat('date-time', 'invalid datetime'),
};

function registerFormats(env: Environment, add: Add): void {
  env.registerType('NamedFormat', NamedFormat).registerType('Formats', Formats);
  env.registerConstant('format', 'Formats', new Formats());
  for (const [name, check] of Object.entries(FORMATS))
    add(`Formats.${name}(): NamedFormat`, () => new NamedFormat(check));
  add('Formats.named(string): optional', (_: Formats, name: string) => {
    const check = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
    return check ? Optional.of(new NamedFormat(check)) : Optional.none();
  });
  add('NamedFormat.validate(string): optional', ({ check }: NamedFormat, text: string) => {
    const errors = check(text);
    return errors.length > 0 ? Optional.of(errors) : Optional.none();
  });
}
