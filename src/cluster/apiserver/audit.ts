/** The audit stream (apiserver/pkg/audit): one event a request, and nothing at all when nobody listens. */
import { isStatusError } from '../../api/status.ts';
import type { Resource } from '../../client/client.ts';
import type { Clock } from '../../time/clock.ts';
import type { AuditEvent } from '../cluster-contract.ts';
import type { Caller } from './verbs-contract.ts';

export interface Audited {
  caller: Caller;
  verb: string;
  resource: Resource;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
  /** What admission notes, by key. */
  annotations?: ReadonlyMap<string, string> | undefined;
}

export class Audit {
  private readonly listeners = new Set<(event: AuditEvent) => void>();

  constructor(private readonly clock: Clock) {}

  listen(seen: (event: AuditEvent) => void): () => void {
    this.listeners.add(seen);
    return () => this.listeners.delete(seen);
  }

  get heard(): boolean {
    return this.listeners.size > 0;
  }

  emit(request: Audited, code: number): void {
    const { caller, verb, resource, namespace, name, subresource, annotations } = request;
    const { impersonator } = caller;
    const event: AuditEvent = {
      at: this.clock.now(),
      user: impersonator ?? caller.user,
      groups: caller.groups,
      ...(impersonator === undefined ? {} : { impersonatedUser: caller.user }),
      userAgent: caller.userAgent,
      verb,
      group: resource.group,
      resource: resource.resource,
      code,
      ...(namespace ? { namespace } : {}),
      ...(name ? { name } : {}),
      ...(subresource ? { subresource } : {}),
      ...(annotations?.size ? { annotations: Object.fromEntries(annotations) } : {}),
    };
    for (const seen of this.listeners) seen(event);
  }

  fail(request: Audited, error: unknown): void {
    this.emit(request, isStatusError(error) ? error.code : 500);
  }
}
