/**
 * What the API server must know of a kind (apiserver/pkg/registry/generic/registry/store.go and each kind's
 * strategy.go, defaults.go, validation.go, printers). One file a kind in this folder exports one Strategy; `index.ts`
 * lists them. The generic verbs do everything else.
 */
import type { KubeObject } from '../../../api/object.ts';
import type { ResourceInfo } from '../../../api/resource.ts';

/** One cause of an Invalid or BadRequest answer (apimachinery/pkg/util/validation/field/errors.go). */
export interface FieldError {
  /** FieldValueRequired, FieldValueInvalid, FieldValueNotSupported, FieldValueDuplicate, FieldValueForbidden, FieldValueTooLong, FieldValueTooMany, FieldValueNotFound, FieldValueTypeInvalid */
  reason: string;
  /** `spec.template.spec.containers[0].image` */
  field: string;
  /** As in details.causes[].message: `Required value: must be …` */
  message: string;
}

export interface Column {
  name: string;
  type: string;
  format: string;
  /** 0 always, 1 with -o wide. */
  priority: number;
  description: string;
}

export type Cell = string | number | boolean | null;

/** What a strategy may look at beyond the object: reads of other objects, the time. Never writes. */
export interface StrategyContext {
  /** ms since the epoch. */
  now(): number;
  list(groupResource: string, namespace?: string): readonly KubeObject[];
  get(groupResource: string, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Seeded integer in [0, bound). */
  random(bound: number): number;
  /** Adds a `Warning:` to the answer. */
  warn(message: string): void;
}

export interface Strategy {
  info: ResourceInfo;
  /** Fills in defaults; `object` is a private, mutable copy. Also run on objects built by controllers. */
  applyDefaults?(object: KubeObject): void;
  /** Before validation of a create: drop status, set generation 1, allocate IPs, admission of this kind's own. Mutates. */
  prepareForCreate?(object: KubeObject, context: StrategyContext): void;
  /** Before validation of an update of the main resource: keep status, bump generation when spec changed. Mutates `object`. */
  prepareForUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): void;
  /** Update through /status: by default everything but status (and metadata's managedFields) is taken from `old`. */
  prepareForStatusUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): void;
  /** Metadata is validated generically with `validateName`. */
  validate?(object: KubeObject, context: StrategyContext): FieldError[];
  validateUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): FieldError[];
  /** Of an update through /status. */
  validateStatusUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): FieldError[];
  /** Name rule: DNS subdomain unless said otherwise. Returns messages. */
  validateName?(name: string, prefix: boolean): string[];
  columns: readonly Column[];
  /** One cell a column, in order; `now` for ages. */
  cells(object: KubeObject, now: number): Cell[];
  /** Fields for fieldSelector beyond metadata.name and metadata.namespace. */
  selectableFields?(object: KubeObject): Record<string, string>;
  /** True when updates may create (Lease, …). */
  allowCreateOnUpdate?: boolean;
  /** Grace period a delete gets when none is asked, in seconds; 0 deletes at once. Pods: spec's, 0 when unscheduled or ended. */
  gracePeriod?(object: KubeObject, asked: number | undefined): number;
  /** /scale as a view, for kinds that have it. */
  scale?: { read(object: KubeObject): KubeObject; write(object: KubeObject, scale: KubeObject): void };
}
