/** What is allowed in a Pod's spec and still worth a word (pkg/api/pod/warnings.go). */
import type {
  Affinity,
  Container,
  ContainerPort,
  NodeSelectorTerm,
  PodSpec,
  PodTemplateSpec,
  Volume,
} from 'kubernetes-types/core/v1';
import { isLabelValue } from '../../../../api/names.ts';
import type { ObjectMeta } from '../../../../api/object.ts';
import { canonicalQuantity, parseQuantity } from '../../../../api/quantity.ts';
import { APP_ARMOR, SECCOMP_CONTAINER, SECCOMP_POD } from './pod-spec/annotations.ts';
import { visitContainers } from './pod-spec/visit.ts';
import { warnOfPaths } from './volume-path-warnings.ts';
import { DEPRECATED_NODE_LABELS } from '../node-label-warnings.ts';

interface Subject {
  spec: PodSpec;
  meta: ObjectMeta;
  /** '' of a Pod, 'spec.template' of a template. */
  path: string;
  warn(message: string): void;
}

type Found = (at: string, text: string) => void;

export function warnOfPod(spec: PodSpec, meta: ObjectMeta, warn: (message: string) => void): void {
  warnOf({ spec, meta, path: '', warn });
}

/** `path`: where the template is, as `spec.template`. */
export function warnOfTemplate(
  template: PodTemplateSpec | undefined,
  path: string,
  warn: (message: string) => void,
): void {
  if (template?.spec) warnOf({ spec: template.spec, meta: (template.metadata ?? {}) as ObjectMeta, path, warn });
}

function warnOf({ spec, meta, path, warn }: Subject): void {
  const prefix = path === '' ? '' : `${path}.`;
  const found: Found = (at, text) => warn(`${prefix}${at}: ${text}`);
  warnOfNodeLabels(spec, found);
  warnOfSpread(spec, found);
  for (const [key, text] of DEPRECATED_ANNOTATIONS)
    if (meta.annotations?.[key] !== undefined) found(`metadata.annotations[${key}]`, text);
  for (const [i, volume] of (spec.volumes ?? []).entries()) warnOfVolume(volume, `spec.volumes[${i}]`, found);
  warnOfPaths(spec.volumes, warn);
  warnOfRepeats(spec, found);
  for (const name of BYTES) warnOfFraction(spec.overhead?.[name], `spec.overhead[${name}]`, found);
  warnOfProfiles(spec, meta, path !== '', found);
  visitContainers(spec, 'spec', (container, at) => warnOfContainer(container, at, found));
  warnOfPorts(spec, prefix, found);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    found('spec.terminationGracePeriodSeconds', 'must be >= 0; negative values are invalid and will be treated as 1');
  warnOfPodAffinity(spec.affinity, found);
}

const DEPRECATED_ANNOTATIONS = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
] as const;

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const NULL_SELECTOR = 'a null labelSelector results in matching no pod';

function warnOfNodeLabels({ nodeSelector, affinity }: PodSpec, found: Found): void {
  for (const key of Object.keys(nodeSelector ?? {}).toSorted()) {
    const text = DEPRECATED_NODE_LABELS[key];
    if (text) found(`spec.nodeSelector[${key}]`, text);
  }
  const at = 'spec.affinity.nodeAffinity';
  const term = (one: NodeSelectorTerm | undefined, where: string, preferred = false): void => {
    for (const [i, { key, values }] of (one?.matchExpressions ?? []).entries()) {
      const text = DEPRECATED_NODE_LABELS[key];
      if (text) found(`${where}.matchExpressions[${i}].key`, `${key} is ${text}`);
      for (const [j, value] of preferred ? (values ?? []).entries() : [])
        for (const fault of isLabelValue(value))
          found(`${where}.matchExpressions[${i}].values[${j}]`, `${value} is invalid, ${fault}`);
    }
  };
  for (const [i, one] of (affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? []).entries())
    term(one, `${at}.${REQUIRED}.nodeSelectorTerms[${i}]`);
  for (const [i, { preference }] of (affinity?.nodeAffinity?.[PREFERRED] ?? []).entries())
    term(preference, `${at}.${PREFERRED}[${i}].preference`, true);
}

function warnOfSpread({ topologySpreadConstraints }: PodSpec, found: Found): void {
  for (const [i, { topologyKey, labelSelector }] of (topologySpreadConstraints ?? []).entries()) {
    const at = `spec.topologySpreadConstraints[${i}]`;
    const text = DEPRECATED_NODE_LABELS[topologyKey];
    if (text) found(`${at}.topologyKey`, `${topologyKey} is ${text}`);
    if (!labelSelector) found(`${at}.labelSelector`, NULL_SELECTOR);
  }
}

const DEPRECATED_VOLUMES: readonly (readonly [field: string, shownAs: string, text: string])[] = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

function warnOfVolume(volume: Volume, at: string, found: Found): void {
  const fields = volume as unknown as Record<string, unknown>;
  for (const [field, shownAs, text] of DEPRECATED_VOLUMES)
    if (fields[field] !== undefined) found(`${at}.${shownAs}`, text);
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec?.resources;
  const size = claim?.requests?.['storage'];
  warnOfFraction(size, `${at}.ephemeral.volumeClaimTemplate.spec.resources.requests[storage]`, found);
}

function warnOfRepeats({ hostAliases, imagePullSecrets }: PodSpec, found: Found): void {
  const ips = new Set<string>();
  for (const [i, { ip = '' }] of (hostAliases ?? []).entries()) {
    if (ips.has(ip)) found(`spec.hostAliases[${i}].ip`, `duplicate ip ${JSON.stringify(ip)}`);
    ips.add(ip);
  }
  const names = new Set<string>();
  for (const [i, { name = '' }] of (imagePullSecrets ?? []).entries()) {
    if (names.has(name)) found(`spec.imagePullSecrets[${i}].name`, `duplicate name ${JSON.stringify(name)}`);
    names.add(name);
  }
  for (const [i, { name }] of (imagePullSecrets ?? []).entries())
    if (!name) found(`spec.imagePullSecrets[${i}].name`, 'invalid empty name ""');
}

const BYTES = ['memory', 'ephemeral-storage'] as const;

function warnOfFraction(text: string | undefined, at: string, found: Found): void {
  if (text === undefined) return;
  const value = parseQuantity(text);
  if (value && value.nano % 1_000_000_000n !== 0n)
    found(at, `fractional byte value ${JSON.stringify(canonicalQuantity(text))} is invalid, must be an integer`);
}

/** Annotations that a field has taken the place of. */
function warnOfProfiles(spec: PodSpec, { annotations }: ObjectMeta, template: boolean, found: Found): void {
  if (!annotations) return;
  const gone = 'non-functional in v1.27+; use the "seccompProfile" field instead';
  if (!spec.securityContext?.seccompProfile && annotations[SECCOMP_POD] !== undefined)
    found(`metadata.annotations[${SECCOMP_POD}]`, gone);
  visitContainers(spec, 'spec', ({ name, securityContext }) => {
    if (!securityContext?.seccompProfile && annotations[SECCOMP_CONTAINER + name] !== undefined)
      found(`metadata.annotations[${SECCOMP_CONTAINER}${name}]`, gone);
    const profile = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    if (template && !profile && annotations[APP_ARMOR + name] !== undefined)
      found(
        `metadata.annotations[${APP_ARMOR}${name}]`,
        'deprecated since v1.30; use the "appArmorProfile" field instead',
      );
  });
}

function warnOfContainer({ resources, env }: Container, at: string, found: Found): void {
  for (const name of BYTES) {
    warnOfFraction(resources?.limits?.[name], `${at}.resources.limits[${name}]`, found);
    warnOfFraction(resources?.requests?.[name], `${at}.resources.requests[${name}]`, found);
  }
  if (!env || env.length < 2) return;
  const seen = new Set<string>();
  for (const [i, { name, value = '', valueFrom }] of env.entries()) {
    const reference = `$(${name})`;
    // A value may be built on the one before it.
    const builds = !valueFrom && value !== reference && value.includes(reference);
    if (seen.has(name) && !builds)
      found(
        `${at}.env[${i}]`,
        `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
      );
    seen.add(name);
  }
}

function warnOfPorts(spec: PodSpec, prefix: string, found: Found): void {
  const known = new Map<string, { at: string; port: ContainerPort }[]>();
  visitContainers(spec, 'spec', ({ ports }, container) => {
    for (const [i, port] of (ports ?? []).entries()) {
      const at = `${container}.ports[${i}]`;
      if (port.hostIP && !port.hostPort) found(at, `hostIP set without hostPort: ${goPort(port)}`);
      const key = `${port.containerPort}/${port.protocol}`;
      const others = known.get(key) ?? [];
      for (const other of others) {
        const what = clash(port, other.port);
        if (what) found(at, `${what} port definition with ${prefix}${other.at}`);
      }
      known.set(key, [...others, { at, port }]);
    }
  });
  warnOfPortNames(spec, prefix, found);
}

function warnOfPortNames(spec: PodSpec, prefix: string, found: Found): void {
  const names = new Map<string, string>();
  visitContainers(spec, 'spec', ({ ports }, container) => {
    for (const [i, { name }] of (ports ?? []).entries()) {
      if (!name) continue;
      const at = `${container}.ports[${i}]`;
      const first = names.get(name);
      if (first === undefined) names.set(name, prefix + at);
      else
        found(
          at,
          `duplicate port name ${JSON.stringify(name)} with ${first}, services and probes that select ports by name will use ${first}`,
        );
    }
  });
}

function clash(a: ContainerPort, b: ContainerPort): string | undefined {
  const [portA, portB] = [a.hostPort ?? 0, b.hostPort ?? 0];
  const [ipA, ipB] = [a.hostIP ?? '', b.hostIP ?? ''];
  if (ipA === ipB && portA === portB) return 'duplicate';
  if (portA === 0 || portB === 0) return 'overlapping';
  return portA === portB && (ipA === '') !== (ipB === '') ? 'dangerously ambiguous' : undefined;
}

/** `%+v` of a ContainerPort. */
function goPort({ name = '', hostPort = 0, containerPort = 0, protocol = '', hostIP = '' }: ContainerPort): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}

function warnOfPodAffinity(affinity: Affinity | undefined, found: Found): void {
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const at = `spec.affinity.${kind}`;
    for (const [i, { labelSelector }] of (affinity?.[kind]?.[REQUIRED] ?? []).entries())
      if (!labelSelector) found(`${at}.${REQUIRED}[${i}].labelSelector`, NULL_SELECTOR);
    for (const [i, { podAffinityTerm }] of (affinity?.[kind]?.[PREFERRED] ?? []).entries())
      if (!podAffinityTerm?.labelSelector)
        found(`${at}.${PREFERRED}[${i}].podAffinityTerm.labelSelector`, NULL_SELECTOR);
  }
}
