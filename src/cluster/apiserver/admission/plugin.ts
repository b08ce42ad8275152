/** An admission plugin (apiserver/pkg/admission): looks at, changes or refuses a request before it is validated. */
import type { KubeObject } from '../../../api/object.ts';
import type { Core } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { Caller } from '../verbs-contract.ts';

export interface Attributes {
  operation: 'CREATE' | 'UPDATE' | 'DELETE';
  caller: Caller;
  strategy: Strategy;
  namespace: string | undefined;
  name: string;
  subresource: string | undefined;
  /** A private draft; undefined for DELETE. */
  object: KubeObject | undefined;
  old: KubeObject | undefined;
  dryRun: boolean;
  warn(message: string): void;
  /** Notes something in the request's audit event; absent when nobody listens. */
  annotate: ((key: string, value: string) => void) | undefined;
}

export interface AdmissionPlugin {
  name: string;
  /** May change `object`; throws StatusError to refuse. */
  admit?(request: Attributes, core: Core): void;
  /** After the kind's own validation; throws StatusError to refuse. */
  validate?(request: Attributes, core: Core): void;
}

/** A Pod that is being created, not one of its subresources. */
export function isCreatedPod({ operation, strategy, subresource, object }: Attributes): boolean {
  const { group, resource } = strategy.info;
  return operation === 'CREATE' && resource === 'pods' && group === '' && !subresource && object !== undefined;
}
