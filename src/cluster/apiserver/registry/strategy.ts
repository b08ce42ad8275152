/**
 * What the API server must know of a kind (apiserver/pkg/registry/generic/registry/store.go and each kind's
 * strategy.go, defaults.go, validation.go, printers). One file a kind in this folder exports one Strategy; `index.ts`
 * lists them. The generic verbs do everything else.
 */
import type { KubeObject } from '../../../api/object.ts';
import type { ResourceInfo } from '../../../api/resource.ts';
import type { Request } from '../verbs/request.ts';
import type { Decoded } from '../../../api/schema/decode.ts';

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
  /** What is asked is only tried: allocators give nothing out and refuse less. */
  dryRun?: boolean;
}

/** For a kind whose table holds another version or another group's kind: how the two become one another. */
export interface Stored {
  /** The table in the store, as `groupResource` names it. */
  table: string;
  /** The object as the table holds it; never mutates. */
  encode(object: KubeObject): KubeObject;
  /** What the table holds, as this kind shows it; never mutates. */
  decode(object: KubeObject): KubeObject;
}

/** The schema of a kind that is none of the built-in definitions: a custom resource's. */
export interface OwnSchema {
  /** `com.example.stable.v1.CronTab` */
  definition: string;
  /** Drops unknown fields and says which; what it gives is a new object where it changed something. */
  decode(object: Record<string, unknown>): Decoded;
  /** The OpenAPI v3 schema as it is published: apiVersion, kind, metadata and the GVK extension included. */
  openApi(): Record<string, unknown>;
}

export interface Strategy {
  info: ResourceInfo;
  /** What refusals call the kind, where that is another group's (Events). */
  judgedAs?: { group: string; kind: string };
  /** By default the table is the kind's own `groupResource` and holds the kind as it is. */
  stored?: Stored;
  /** By default the built-in definition of the kind. */
  schema?: OwnSchema;
  /** The `Warning:` that every request for it is answered with: this version is deprecated. */
  deprecation?: string;
  /** Fills in defaults; `object` is a private, mutable copy. Also run on objects built by controllers. */
  applyDefaults?(object: KubeObject): void;
  /** Before validation of a create: drop status, set generation 1, allocate IPs, admission of this kind's own. Mutates. */
  prepareForCreate?(object: KubeObject, context: StrategyContext): void;
  /** Before validation of an update of the main resource: keep status, bump generation when spec changed. Mutates `object`. */
  prepareForUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): void;
  /** Update through /status: by default everything but status (and metadata's managedFields) is taken from `old`. */
  prepareForStatusUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): void;
  /** What `old` becomes by the wish to delete it, before finalizers are asked for: a new object. */
  prepareForDelete?(old: KubeObject, context: StrategyContext): KubeObject;
  /** Metadata is validated generically with `validateName`. */
  validate?(object: KubeObject, context: StrategyContext): FieldError[];
  validateUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): FieldError[];
  /** Of an update through /status. */
  validateStatusUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): FieldError[];
  /** Of an update through /status that takes nothing but status: fills in what its writer may leave out. Mutates `status`. */
  fillStatus?(status: Record<string, unknown>, old: Readonly<Record<string, unknown>>): void;
  /** WarningsOnCreate and WarningsOnUpdate (then there is `old`): what is valid and still worth a word. Asked only if somebody hears. */
  warnings?(object: KubeObject, old: KubeObject | undefined, warn: (message: string) => void): void;
  /** Name rule: DNS subdomain unless said otherwise. Returns messages. */
  validateName?(name: string, prefix: boolean): string[];
  columns: readonly Column[];
  /** One cell a column, in order; `now` for ages. */
  cells(object: KubeObject, now: number): Cell[];
  /** Fields for fieldSelector beyond metadata.name and metadata.namespace. */
  selectableFields?(object: KubeObject): Record<string, string>;
  /** True when updates may create (Lease, …). */
  allowCreateOnUpdate?: boolean;
  /** For kinds that are questions, not things (the reviews): a create is answered and nothing is stored. */
  answer?(object: KubeObject, request: Request): KubeObject;
  /** For kinds whose objects are made when they are read (ComponentStatus). */
  computed?(): readonly KubeObject[];
  /** Grace period a delete gets when none is asked, in seconds; 0 deletes at once. Pods: spec's, 0 when unscheduled or ended. */
  gracePeriod?(object: KubeObject, asked: number | undefined): number;
  /** /scale as a view, for kinds that have it. */
  scale?: { read(object: KubeObject): KubeObject; write(object: KubeObject, scale: KubeObject): void };
}
