/** The checks that the level `restricted` adds (pod-security-admission/policy/check_*.go), in the order in which they are told. */
import {
  type Check,
  badContainers,
  containers,
  containersOf,
  isWindows,
  plural,
  quoted,
  setters,
  sorted,
} from './check.ts';
import { procMount, seccompProfile as badSeccomp } from './baseline.ts';

const allowPrivilegeEscalation: Check = (pod) => {
  if (isWindows(pod)) return undefined;
  const names = badContainers(pod, (context) => context.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  const detail = `${containers(names)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
};

const capabilities: Check = (pod) => {
  if (isWindows(pod)) return undefined;
  const added = (add: readonly string[] = []): string[] => add.filter((name) => name !== 'NET_BIND_SERVICE');
  const keeping = badContainers(pod, (context) => !context.capabilities?.drop?.includes('ALL'));
  const adding = badContainers(pod, (context) => added(context.capabilities?.add).length > 0);
  const names = sorted(containersOf(pod).flatMap((one) => added(one.securityContext?.capabilities?.add)));
  const details = [
    ...(keeping.length > 0 ? [`${containers(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [`${containers(adding)} must not include ${quoted(names)} in securityContext.capabilities.add`]
      : []),
  ];
  if (details.length === 0) return undefined;
  return { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const restrictedVolumes: Check = ({ spec }) => {
  const bad = (spec.volumes ?? []).flatMap((volume) => {
    const type = Object.keys(volume).find((key) => key !== 'name');
    return type === undefined || VOLUME_TYPES.includes(type) ? [] : [{ name: volume.name, type }];
  });
  if (bad.length === 0) return undefined;
  const types = sorted(bad.map(({ type }) => type));
  const who = `${plural('volume', 'volumes', bad.length)} ${quoted(bad.map(({ name }) => name))}`;
  const what = `${plural('restricted volume type', 'restricted volume types', types.length)} ${quoted(types)}`;
  return { reason: 'restricted volume types', detail: `${who} ${plural('uses', 'use', bad.length)} ${what}` };
};

function hasOwnUsers(spec: object): boolean {
  return (spec as { hostUsers?: boolean }).hostUsers === false;
}

const runAsNonRoot: Check = (pod) => {
  if (hasOwnUsers(pod.spec)) return undefined;
  const reason = 'runAsNonRoot != true';
  const own = pod.spec.securityContext?.runAsNonRoot;
  const who = setters(
    own === false,
    badContainers(pod, (context) => context.runAsNonRoot === false),
  );
  if (who !== '') return { reason, detail: `${who} must not set securityContext.runAsNonRoot=false` };
  const silent = own === true ? [] : badContainers(pod, (context) => context.runAsNonRoot === undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containers(silent)} must set securityContext.runAsNonRoot=true` };
};

const runAsUser: Check = (pod) => {
  if (hasOwnUsers(pod.spec)) return undefined;
  const who = setters(
    pod.spec.securityContext?.runAsUser === 0,
    badContainers(pod, (context) => context.runAsUser === 0),
  );
  return who === '' ? undefined : { reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0` };
};

const seccompProfile: Check = (pod) => {
  if (isWindows(pod)) return undefined;
  const bad = badSeccomp(pod);
  if (bad) return bad;
  if (pod.spec.securityContext?.seccompProfile) return undefined;
  const silent = badContainers(pod, (context) => context.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  const detail = `pod or ${containers(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason: 'seccompProfile', detail };
};

export const restrictedChecks: readonly Check[] = [
  allowPrivilegeEscalation,
  capabilities,
  procMount,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfile,
];
