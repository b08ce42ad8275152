/** The checks of the level `baseline` (pod-security-admission/policy/check_*.go), in the order in which they are told. */
import type { Container, SELinuxOptions, SeccompProfile } from 'kubernetes-types/core/v1';
import { type Check, badContainers, containers, containersOf, plural, quoted, setters, sorted } from './check.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

interface Typed {
  appArmorProfile?: { type?: string };
}

const appArmorProfile: Check = (pod) => {
  const badType = (context: object | undefined): string[] => {
    const type = (context as Typed | undefined)?.appArmorProfile?.type;
    return type === undefined || type === 'RuntimeDefault' || type === 'Localhost' ? [] : [type];
  };
  const own = badType(pod.spec.securityContext);
  const names = badContainers(pod, (context) => badType(context).length > 0);
  const annotations = Object.entries(pod.annotations)
    .filter(([key, value]) => key.startsWith(APP_ARMOR) && !/^($|runtime\/default$|localhost\/)/.test(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort();
  const types = containersOf(pod).flatMap(({ securityContext }) => badType(securityContext));
  const values = [...sorted([...own, ...types]), ...annotations];
  if (values.length === 0) return undefined;
  const who = setters(own.length > 0, names);
  const by = [who, annotations.length > 0 ? plural('annotation', 'annotations', annotations.length) : ''];
  return {
    reason: plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', values.length),
    detail: `${by.filter((text) => text !== '').join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
};

const DEFAULT_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const capabilities: Check = (pod) => {
  const forbidden = (container: Container): string[] =>
    (container.securityContext?.capabilities?.add ?? []).filter((name) => !DEFAULT_CAPABILITIES.has(name));
  const bad = containersOf(pod).filter((container) => forbidden(container).length > 0);
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name);
  const detail = `${containers(names)} must not include ${quoted(sorted(bad.flatMap(forbidden)))} in securityContext.capabilities.add`;
  return { reason: 'non-default capabilities', detail };
};

const hostNamespaces: Check = ({ spec }) => {
  const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field]);
  if (set.length === 0) return undefined;
  return { reason: 'host namespaces', detail: set.map((field) => `${field}=true`).join(', ') };
};

const hostPathVolumes: Check = ({ spec }) => {
  const names = (spec.volumes ?? []).filter((volume) => volume.hostPath).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return { reason: 'hostPath volumes', detail: `${plural('volume', 'volumes', names.length)} ${quoted(names)}` };
};

const hostPorts: Check = (pod) => {
  const used = ({ ports }: Container): string[] =>
    (ports ?? []).filter(({ hostPort }) => hostPort).map(({ hostPort }) => String(hostPort));
  const bad = containersOf(pod).filter((container) => used(container).length > 0);
  if (bad.length === 0) return undefined;
  const ports = sorted(bad.flatMap(used));
  const verb = plural('uses', 'use', bad.length);
  const what = `${plural('hostPort', 'hostPorts', ports.length)} ${ports.join(', ')}`;
  return { reason: 'hostPort', detail: `${containers(bad.map(({ name }) => name))} ${verb} ${what}` };
};

const hostProbes: Check = (pod) => {
  const hosts = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] => {
    const handlers = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
    return handlers.flatMap((handler) => {
      const { httpGet, tcpSocket } = (handler ?? {}) as { httpGet?: { host?: string }; tcpSocket?: { host?: string } };
      return [httpGet?.host, tcpSocket?.host].filter((host): host is string => !!host);
    });
  };
  const bad = containersOf(pod).filter((container) => hosts(container).length > 0);
  if (bad.length === 0) return undefined;
  const all = sorted(bad.flatMap(hosts));
  const verb = plural('uses', 'use', bad.length);
  const detail = `${containers(bad.map(({ name }) => name))} ${verb} probe or lifecycle ${plural('host', 'hosts', all.length)} ${quoted(all)}`;
  return { reason: 'probe or lifecycle host', detail };
};

const privileged: Check = (pod) => {
  const names = badContainers(pod, (context) => context.privileged === true);
  if (names.length === 0) return undefined;
  return { reason: 'privileged', detail: `${containers(names)} must not set securityContext.privileged=true` };
};

/** Whatever its users are, as `restricted` wants it. */
export const procMount: Check = (pod) => {
  const isBad = (type: string | undefined): boolean => type !== undefined && type !== 'Default';
  const names = badContainers(pod, (context) => isBad(context.procMount));
  if (names.length === 0) return undefined;
  const all = containersOf(pod).map(({ securityContext }) => securityContext?.procMount);
  const types = sorted(all.filter((type): type is string => isBad(type)));
  const detail = `${containers(names)} must not set securityContext.procMount to ${quoted(types)}`;
  return { reason: 'procMount', detail };
};

/** A Pod with users of its own sees nothing of the host's in /proc. */
const procMountOfHostUsers: Check = (pod) =>
  (pod.spec as { hostUsers?: boolean }).hostUsers === false ? undefined : procMount(pod);

const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

const seLinuxOptions: Check = (pod) => {
  const isBad = (options: SELinuxOptions = {}): boolean =>
    !SELINUX_TYPES.has(options.type ?? '') || !!options.user || !!options.role;
  const own = pod.spec.securityContext?.seLinuxOptions;
  const names = badContainers(pod, (context) => isBad(context.seLinuxOptions));
  const who = setters(isBad(own), names);
  if (who === '') return undefined;
  const all = [own, ...containersOf(pod).map(({ securityContext }) => securityContext?.seLinuxOptions)];
  const types = sorted(all.map((options) => options?.type ?? '').filter((type) => !SELINUX_TYPES.has(type)));
  const details = [
    ...(types.length > 0 ? [`${plural('type', 'types', types.length)} ${quoted(types)}`] : []),
    ...(all.some((options) => options?.user) ? ['user may not be set'] : []),
    ...(all.some((options) => options?.role) ? ['role may not be set'] : []),
  ];
  const detail = `${who} set forbidden securityContext.seLinuxOptions: ${details.join('; ')}`;
  return { reason: 'seLinuxOptions', detail };
};

export function isBadSeccomp(profile: SeccompProfile | undefined): boolean {
  return profile !== undefined && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost';
}

export const seccompProfile: Check = (pod) => {
  const own = pod.spec.securityContext?.seccompProfile;
  const names = badContainers(pod, (context) => isBadSeccomp(context.seccompProfile));
  const who = setters(isBadSeccomp(own), names);
  if (who === '') return undefined;
  const all = [own, ...containersOf(pod).map(({ securityContext }) => securityContext?.seccompProfile)];
  const types = sorted(all.filter(isBadSeccomp).map((profile) => profile?.type ?? ''));
  const detail = `${who} must not set securityContext.seccompProfile.type to ${quoted(types)}`;
  return { reason: 'seccompProfile', detail };
};

const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const sysctls: Check = ({ spec }) => {
  const bad = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !SYSCTLS.has(name));
  if (bad.length === 0) return undefined;
  return { reason: plural('forbidden sysctl', 'forbidden sysctls', bad.length), detail: bad.join(', ') };
};

const windowsHostProcess: Check = (pod) => {
  interface Options {
    windowsOptions?: { hostProcess?: boolean };
  }
  const isSet = (context: object | undefined): boolean => (context as Options)?.windowsOptions?.hostProcess === true;
  const who = setters(isSet(pod.spec.securityContext), badContainers(pod, isSet));
  if (who === '') return undefined;
  return { reason: 'hostProcess', detail: `${who} must not set securityContext.windowsOptions.hostProcess=true` };
};

export const baselineChecks: readonly Check[] = [
  appArmorProfile,
  capabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  privileged,
  procMountOfHostUsers,
  seLinuxOptions,
  seccompProfile,
  sysctls,
  windowsHostProcess,
];

/** Those that a stricter check of `restricted` takes the place of. */
export const overridden: readonly Check[] = [capabilities, hostPathVolumes, procMountOfHostUsers, seccompProfile];
