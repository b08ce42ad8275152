/** The API server's audit as stories: what a command set off, request by request, and who asked. */
import type { AuditRecord } from '../../client/controls.ts';

/** Who asks. `name` tells controllers and kubelets apart. */
export interface Part {
  kind: 'you' | 'controller' | 'scheduler' | 'kubelet' | 'other';
  name: string;
}

export interface Flow {
  /** The learner's request that began it. */
  first: AuditRecord;
  requests: readonly AuditRecord[];
}

const CONTROLLER = /^system:serviceaccount:kube-system:(.+-controller)$/;

/** Undefined for the page itself, which reads along. */
export function partOf({ user, userAgent }: AuditRecord): Part | undefined {
  const controller = CONTROLLER.exec(user)?.[1];
  if (/^(kubectl|curl)\b/.test(userAgent)) return { kind: 'you', name: userAgent.split('/')[0] ?? 'kubectl' };
  if (controller) return { kind: 'controller', name: controller };
  if (user === 'system:kube-scheduler') return { kind: 'scheduler', name: 'kube-scheduler' };
  if (user.startsWith('system:node:')) return { kind: 'kubelet', name: user.slice('system:node:'.length) };
  if (user === 'system:kube-controller-manager') return { kind: 'controller', name: 'kube-controller-manager' };
  if (!user.startsWith('system:')) return undefined;
  return { kind: 'other', name: user.split(':').at(-1) ?? user };
}

const WRITES = new Set(['create', 'update', 'patch', 'delete', 'deletecollection', 'apply']);

export const isWrite = ({ verb }: AuditRecord): boolean => WRITES.has(verb);

/** Heartbeats and bookkeeping that no command set off. */
function isNoise({ resource, subresource, name }: AuditRecord): boolean {
  return (
    resource === 'leases' ||
    (resource === 'nodes' && subresource === 'status') ||
    /review/.test(`${resource}${name ?? ''}`)
  );
}

/** The latest flow last. Before the first command there is none. */
export function flowsOf(records: readonly AuditRecord[], { events }: { events: boolean }): Flow[] {
  const flows: { first: AuditRecord; requests: AuditRecord[] }[] = [];
  for (const record of records) {
    const part = partOf(record);
    if (!part || isNoise(record) || (record.resource === 'events' && !events)) continue;
    const own = part.kind === 'you';
    const last = flows.at(-1);
    if (own && isWrite(record) && !continues(last?.requests.at(-1), record))
      flows.push({ first: record, requests: [record] });
    else if (last && (isWrite(record) || own)) last.requests.push(record);
  }
  return flows;
}

/** ms of the cluster's time: what one command asks at once is one command's. */
const AT_ONCE = 150;

function continues(before: AuditRecord | undefined, record: AuditRecord): boolean {
  return before !== undefined && partOf(before)?.kind === 'you' && record.at - before.at < AT_ONCE;
}

/** `create deployments/web`, `create pods/web-1/binding`. */
export function requestText({ verb, resource, name, subresource }: AuditRecord): string {
  return `${verb} ${[resource, name, subresource].filter(Boolean).join('/')}`;
}
