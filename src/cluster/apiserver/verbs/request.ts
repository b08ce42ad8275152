/** A request to change one object, as the writing verbs pass it on among themselves. */
import type { Core } from '../core.ts';
import type { Attributes } from '../admission/plugin.ts';
import type { ManagedFieldsEntry } from '../managed-fields/entries.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { Caller, ChangeOptions } from '../verbs-contract.ts';

export interface Request {
  core: Core;
  caller: Caller;
  strategy: Strategy;
  namespace: string | undefined;
  name: string;
  options: ChangeOptions;
  /** The subresource that admission sees, where the write is one to the object itself: /scale. */
  through?: string;
  /** Of an apply: the managedFields that go with what it writes. */
  entries?: readonly ManagedFieldsEntry[];
}

export function warnOf(options: ChangeOptions): (message: string) => void {
  return options.warn ?? unheard;
}

function unheard(): void {}

export function attributes(
  request: Request,
  operation: Attributes['operation'],
  object: Attributes['object'],
  old: Attributes['old'],
): Attributes {
  const { caller, strategy, namespace, name, options } = request;
  return {
    operation,
    caller,
    strategy,
    namespace,
    name,
    subresource: request.through ?? options.subresource,
    object,
    old,
    dryRun: options.dryRun === true,
    warn: warnOf(options),
    annotate: options.annotate,
  };
}

export function admit(request: Request, attributes: Attributes): void {
  for (const plugin of request.core.admission) plugin.admit?.(attributes, request.core);
}

export function admitValidated(request: Request, attributes: Attributes): void {
  for (const plugin of request.core.admission) plugin.validate?.(attributes, request.core);
}
