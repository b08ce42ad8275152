/** Updates of a Pod's status (pkg/registry/core/pod/strategy.go podStatusStrategy, validation.go ValidatePodStatusUpdate). */
import type { ContainerStatus, Pod, PodStatus } from 'kubernetes-types/core/v1';
import {
  IMMUTABLE,
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  invalids,
} from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain, isIP, isQualifiedName } from '../../../../api/names.ts';

interface Observed {
  observedGeneration?: number;
}

type Status = PodStatus & Observed & { hostIPs?: { ip?: string }[] };

const SYSTEM_CONDITIONS = new Set(['PodScheduled', 'Ready', 'Initialized']);
const BAD_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** What the writer of a status left out and cannot take back: the QoS class, and the generations observed. */
export function fillPodStatus(status: Status, old: Status): void {
  if (!status.qosClass && old.qosClass) status.qosClass = old.qosClass;
  if (!status.observedGeneration && old.observedGeneration) status.observedGeneration = old.observedGeneration;
}

export function validatePodStatus(pod: Pod, old: Pod): FieldError[] {
  const errors: FieldError[] = [];
  const status = (pod.status ?? {}) as Status;
  const before = (old.status ?? {}) as Status;
  // Upstream names the conditions metadata's.
  for (const [i, { type }] of (status.conditions ?? []).entries())
    if (!SYSTEM_CONDITIONS.has(type))
      errors.push(...invalids(`metadata.conditions[${i}].Type`, type, isQualifiedName(type)));
  const nominated = status.nominatedNodeName;
  if (nominated && nominated !== before.nominatedNodeName)
    errors.push(...invalids('status.nominatedNodeName', nominated, isDNS1123Subdomain(nominated)));
  if (status.qosClass !== before.qosClass) errors.push(invalid('status.qosClass', status.qosClass ?? '', IMMUTABLE));
  validateStates(status, before, old, errors);
  validateIPs(status.podIPs, 'status.podIPs', errors);
  const [first] = status.hostIPs ?? [];
  if (first && first.ip !== status.hostIP)
    errors.push(invalid('status.hostIPs[0].ip', first.ip ?? '', 'must be equal to `hostIP`'));
  validateIPs(status.hostIPs, 'status.hostIPs', errors);
  return errors;
}

/** Where nothing restarts, what has ended has ended. */
function validateStates(status: Status, before: Status, { spec }: Pod, errors: FieldError[]): void {
  const policy = spec?.restartPolicy ?? 'Always';
  const sidecars = new Set(
    (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  /** Restart rules of a container's own may start it again. */
  const ruled = new Set(
    [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
      .filter(({ restartPolicy }) => restartPolicy !== undefined)
      .map(({ name }) => name),
  );
  const check = (field: keyof Status, restarts: string): void => {
    if (restarts === 'Always') return;
    const now = (status[field] ?? []) as ContainerStatus[];
    for (const [i, one] of ((before[field] ?? []) as ContainerStatus[]).entries()) {
      const ended = one.state?.terminated;
      if (!ended || (ended.exitCode !== 0 && restarts === 'OnFailure')) continue;
      if (sidecars.has(one.name) || ruled.has(one.name)) continue;
      if (now.some(({ name, state }) => name === one.name && !state?.terminated)) {
        const text = 'may not be transitioned to non-terminated state';
        errors.push(forbiddenField(`status.${field}[${i}].state`, text));
      }
    }
  };
  check('containerStatuses', policy);
  check('initContainerStatuses', policy);
  check('ephemeralContainerStatuses', 'Never');
}

/** At most one of each family. */
function validateIPs(ips: readonly { ip?: string }[] | undefined, path: string, errors: FieldError[]): void {
  if (!ips?.length) return;
  for (const [i, { ip = '' }] of ips.entries()) if (!isIP(ip)) errors.push(invalid(`${path}[${i}]`, ip, BAD_IP));
  if (ips.length < 2) return;
  const families = new Set(ips.map(({ ip }) => (ip?.includes(':') ? 6 : 4)));
  if (families.size < ips.length || ips.length > 2)
    errors.push(invalid(path, ips, 'may specify no more than one IP for each IP family'));
  const seen = new Set<string | undefined>();
  for (const [i, { ip }] of ips.entries()) {
    if (seen.has(ip)) errors.push(duplicate(`${path}[${i}]`, { IP: ip }));
    seen.add(ip);
  }
}
