/**
 * What functions take and give: CEL's standard library, its string, list, set, math and optional extensions, and those
 * of Kubernetes (cel-go/common/stdlib, apiserver/pkg/cel/library). `string.f(int): bool` is a method.
 */
import { type Type, parseType } from './types.ts';

export interface Overload {
  /** The type before the dot of a method. */
  receiver: Type | undefined;
  args: readonly Type[];
  result: Type;
}

const COMPARABLE = ['bool', 'string', 'bytes', 'timestamp', 'duration'];
const NUMBERS = ['int', 'uint', 'double'];

const FORMATS = [
  'dns1123Label',
  'dns1123Subdomain',
  'dns1035Label',
  'qualifiedName',
  'labelValue',
  'dns1123LabelPrefix',
  'dns1123SubdomainPrefix',
  'dns1035LabelPrefix',
  'uri',
  'uuid',
  'byte',
  'date',
  'datetime',
];

function operators(): string[] {
  const all: string[] = [
    '_==_(A, A): bool',
    '_!=_(A, A): bool',
    '!_(bool): bool',
    '-_(int): int',
    '-_(double): double',
  ];
  for (const op of ['_<_', '_<=_', '_>_', '_>=_']) {
    for (const type of COMPARABLE) all.push(`${op}(${type}, ${type}): bool`);
    for (const a of NUMBERS) for (const b of NUMBERS) all.push(`${op}(${a}, ${b}): bool`);
  }
  for (const op of ['_+_', '_-_', '_*_', '_/_'])
    for (const type of NUMBERS) all.push(`${op}(${type}, ${type}): ${type}`);
  return all;
}

const DECLARED = [
  ...operators(),
  '_%_(int, int): int',
  '_%_(uint, uint): uint',
  '_+_(string, string): string',
  '_+_(bytes, bytes): bytes',
  '_+_(list<A>, list<A>): list<A>',
  '_+_(timestamp, duration): timestamp',
  '_+_(duration, timestamp): timestamp',
  '_+_(duration, duration): duration',
  '_-_(timestamp, timestamp): duration',
  '_-_(timestamp, duration): timestamp',
  '_-_(duration, duration): duration',
  '@in(A, list<A>): bool',
  '@in(A, map<A, B>): bool',
  'size(string): int',
  'size(bytes): int',
  'size(list<A>): int',
  'size(map<A, B>): int',
  'string.size(): int',
  'bytes.size(): int',
  'list<A>.size(): int',
  'map<A, B>.size(): int',
  'dyn(A): dyn',
  'type(A): type',
  'bool(bool): bool',
  'bool(string): bool',
  'bytes(bytes): bytes',
  'bytes(string): bytes',
  ...NUMBERS.flatMap((to) => [...NUMBERS, 'string'].map((from) => `${to}(${from}): ${to}`)),
  'int(timestamp): int',
  'int(duration): int',
  ...['string', 'bool', 'int', 'uint', 'double', 'bytes', 'timestamp', 'duration'].map(
    (from) => `string(${from}): string`,
  ),
  'timestamp(string): timestamp',
  'timestamp(int): timestamp',
  'timestamp(timestamp): timestamp',
  'duration(string): duration',
  'duration(duration): duration',
  ...[
    'FullYear',
    'Month',
    'DayOfYear',
    'DayOfMonth',
    'Date',
    'DayOfWeek',
    'Hours',
    'Minutes',
    'Seconds',
    'Milliseconds',
  ].flatMap((part) => [`timestamp.get${part}(): int`, `timestamp.get${part}(string): int`]),
  ...['Hours', 'Minutes', 'Seconds', 'Milliseconds'].map((part) => `duration.get${part}(): int`),
  'string.startsWith(string): bool',
  'string.endsWith(string): bool',
  'string.contains(string): bool',
  'string.matches(string): bool',
  'matches(string, string): bool',
  // Strings.
  'string.charAt(int): string',
  'string.indexOf(string): int',
  'string.indexOf(string, int): int',
  'string.lastIndexOf(string): int',
  'string.lastIndexOf(string, int): int',
  'string.lowerAscii(): string',
  'string.upperAscii(): string',
  'string.replace(string, string): string',
  'string.replace(string, string, int): string',
  'string.split(string): list<string>',
  'string.split(string, int): list<string>',
  'string.substring(int): string',
  'string.substring(int, int): string',
  'string.trim(): string',
  'string.format(list<dyn>): string',
  'string.reverse(): string',
  'strings.quote(string): string',
  'list<string>.join(): string',
  'list<string>.join(string): string',
  // Kubernetes: lists and regular expressions.
  'list<A>.isSorted(): bool',
  'list<A>.sum(): A',
  'list<A>.min(): A',
  'list<A>.max(): A',
  'list<A>.indexOf(A): int',
  'list<A>.lastIndexOf(A): int',
  'string.find(string): string',
  'string.findAll(string): list<string>',
  'string.findAll(string, int): list<string>',
  // Lists.
  'lists.range(int): list<int>',
  'list<A>.slice(int, int): list<A>',
  'list<list<A>>.flatten(): list<A>',
  'list<A>.flatten(int): list<dyn>',
  'list<A>.sort(): list<A>',
  'list<A>.distinct(): list<A>',
  'list<A>.reverse(): list<A>',
  'list<A>.first(): optional<A>',
  'list<A>.last(): optional<A>',
  // Sets.
  'sets.contains(list<A>, list<A>): bool',
  'sets.equivalent(list<A>, list<A>): bool',
  'sets.intersects(list<A>, list<A>): bool',
  // Optional values.
  'optional.of(A): optional<A>',
  'optional.ofNonZeroValue(A): optional<A>',
  'optional.none(): optional<A>',
  'optional<A>.hasValue(): bool',
  'optional<A>.value(): A',
  'optional<A>.or(optional<A>): optional<A>',
  'optional<A>.orValue(A): A',
  // Kubernetes: quantities, URLs, addresses, versions, formats.
  'quantity(string): kubernetes.Quantity',
  'isQuantity(string): bool',
  ...['isGreaterThan', 'isLessThan'].map((name) => `kubernetes.Quantity.${name}(kubernetes.Quantity): bool`),
  'kubernetes.Quantity.compareTo(kubernetes.Quantity): int',
  'kubernetes.Quantity.isInteger(): bool',
  'kubernetes.Quantity.asInteger(): int',
  'kubernetes.Quantity.asApproximateFloat(): double',
  'kubernetes.Quantity.sign(): int',
  ...['add', 'sub'].flatMap((name) =>
    ['kubernetes.Quantity', 'int'].map((type) => `kubernetes.Quantity.${name}(${type}): kubernetes.Quantity`),
  ),
  'url(string): kubernetes.URL',
  'isURL(string): bool',
  ...['getScheme', 'getHost', 'getHostname', 'getPort', 'getEscapedPath'].map(
    (name) => `kubernetes.URL.${name}(): string`,
  ),
  'kubernetes.URL.getQuery(): map<string, list<string>>',
  'ip(string): net.IP',
  'isIP(string): bool',
  'ip.isCanonical(string): bool',
  'net.IP.family(): int',
  ...['isUnspecified', 'isLoopback', 'isLinkLocalMulticast', 'isLinkLocalUnicast', 'isGlobalUnicast'].map(
    (name) => `net.IP.${name}(): bool`,
  ),
  'string(net.IP): string',
  'cidr(string): net.CIDR',
  'isCIDR(string): bool',
  'net.CIDR.containsIP(net.IP): bool',
  'net.CIDR.containsIP(string): bool',
  'net.CIDR.containsCIDR(net.CIDR): bool',
  'net.CIDR.containsCIDR(string): bool',
  'net.CIDR.ip(): net.IP',
  'net.CIDR.masked(): net.CIDR',
  'net.CIDR.prefixLength(): int',
  'string(net.CIDR): string',
  'semver(string): kubernetes.Semver',
  'isSemver(string): bool',
  'semver(string, bool): kubernetes.Semver',
  'isSemver(string, bool): bool',
  ...['isGreaterThan', 'isLessThan'].map((name) => `kubernetes.Semver.${name}(kubernetes.Semver): bool`),
  'kubernetes.Semver.compareTo(kubernetes.Semver): int',
  ...['major', 'minor', 'patch'].map((name) => `kubernetes.Semver.${name}(): int`),
  ...FORMATS.map((name) => `format.${name}(): kubernetes.NamedFormat`),
  'format.named(string): optional<kubernetes.NamedFormat>',
  'kubernetes.NamedFormat.validate(string): optional<list<string>>',
  // Kubernetes: the authorizer.
  'kubernetes.authorization.Authorizer.path(string): kubernetes.authorization.PathCheck',
  'kubernetes.authorization.Authorizer.group(string): kubernetes.authorization.GroupCheck',
  'kubernetes.authorization.Authorizer.serviceAccount(string, string): kubernetes.authorization.Authorizer',
  'kubernetes.authorization.PathCheck.check(string): kubernetes.authorization.Decision',
  'kubernetes.authorization.GroupCheck.resource(string): kubernetes.authorization.ResourceCheck',
  ...['subresource', 'namespace', 'name', 'fieldSelector', 'labelSelector'].map(
    (name) => `kubernetes.authorization.ResourceCheck.${name}(string): kubernetes.authorization.ResourceCheck`,
  ),
  'kubernetes.authorization.ResourceCheck.check(string): kubernetes.authorization.Decision',
  'kubernetes.authorization.Decision.allowed(): bool',
  'kubernetes.authorization.Decision.errored(): bool',
  'kubernetes.authorization.Decision.error(): string',
  'kubernetes.authorization.Decision.reason(): string',
];

/** Namespaces of functions: `sets.contains` is no method of a variable `sets`. */
export const NAMESPACES: ReadonlySet<string> = new Set(['sets', 'lists', 'optional', 'strings', 'format', 'ip', 'cel']);

function parsed(): Map<string, Overload[]> {
  const all = new Map<string, Overload[]>();
  for (const text of DECLARED) {
    const open = text.indexOf('(');
    const close = text.lastIndexOf('):');
    const head = text.slice(0, open);
    const dot = head.lastIndexOf('.');
    const space = head.slice(0, Math.max(dot, 0));
    const isNamespaced = NAMESPACES.has(space);
    const name = dot < 0 || isNamespaced ? head : head.slice(dot + 1);
    const args = splitArgs(text.slice(open + 1, close)).map(parseType);
    const receiver = dot < 0 || isNamespaced ? undefined : parseType(space);
    const known = all.get(name) ?? [];
    all.set(name, [...known, { receiver, args, result: parseType(text.slice(close + 2)) }]);
  }
  return all;
}

/** At the commas that stand in no brackets. */
function splitArgs(text: string): string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^<]*>)/);
}

/** By name; operators by cel-go's names of them (`_==_`). */
export const functions: ReadonlyMap<string, readonly Overload[]> = parsed();
