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

/** ms of the cluster's time: what the learner's tools ask at once is one command's. */
const AT_ONCE = 150;

/** The latest flow last. Before the first command there is none. A command that only reads sets nothing off. */
export function flowsOf(records: readonly AuditRecord[], { events }: { events: boolean }): Flow[] {
  const flows: { first: AuditRecord; requests: AuditRecord[] }[] = [];
  /** What the command of the moment has asked, and its flow once it has written. */
  let command: { asked: AuditRecord[]; flow?: (typeof flows)[number] } = { asked: [] };
  for (const record of records) {
    const part = partOf(record);
    if (!part || isNoise(record) || (record.resource === 'events' && !events)) continue;
    if (part.kind !== 'you') {
      if (isWrite(record)) flows.at(-1)?.requests.push(record);
      continue;
    }
    const last = command.asked.at(-1);
    if (!last || record.at - last.at >= AT_ONCE) command = { asked: [] };
    command.asked.push(record);
    if (command.flow) command.flow.requests.push(record);
    else if (isWrite(record)) {
      command.flow = { first: record, requests: [...command.asked] };
      flows.push(command.flow);
    }
  }
  return flows;
}

/** `create deployments/web`, `create pods/web-1/binding`. */
export function requestText({ verb, resource, name, subresource }: AuditRecord): string {
  return `${verb} ${[resource, name, subresource].filter(Boolean).join('/')}`;
}
