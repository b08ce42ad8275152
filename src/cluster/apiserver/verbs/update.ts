/** Update (apiserver/pkg/registry/generic/registry/store.go Update, registry/rest/update.go BeforeUpdate). */
import { invalid } from '../../../api/field-errors.ts';
import type { KubeObject, ObjectMeta } from '../../../api/object.ts';
import { badRequest, conflict, invalidObject, notFound } from '../../../api/status-errors.ts';
import { deepFreeze, reuse, thaw, unshare } from '../../store/frozen.ts';
import { contextOf } from '../core.ts';
import { inheritMetadata, ordered, validateMetadata, validateMetadataUpdate } from '../metadata.ts';
import { create } from './create.ts';
import { track } from '../managed-fields/track.ts';
import { type Request, admit, admitValidated, attributes, warnOf } from './request.ts';
import { checkSize, refuseLarge } from './size.ts';
import { storeChanged, storedObject, storeRemoved } from './stored.ts';

export function update(request: Request, input: KubeObject): KubeObject {
  const { core, strategy, namespace, name, options } = request;
  const { info } = strategy;
  const old = storedObject(core, strategy, namespace, name);
  checkAddress(request, input);
  if (!old) {
    if (strategy.allowCreateOnUpdate && !options.subresource) return create(request, withoutVersion(input));
    throw notFound(info, name);
  }
  checkConditional(request, input);
  checkVersion(request, input, old);
  return replace(request, input, old);
}

/** The part that update and patch share: `input` becomes the object, `old` is what it is now. */
export function replace(request: Request, input: KubeObject, old: KubeObject): KubeObject {
  const status = request.options.subresource === 'status';
  const draft = status ? statusDraft(request, input, old) : mainDraft(request, input, old);
  return write(request, draft, old);
}

function checkAddress({ strategy, namespace, name }: Request, input: KubeObject): void {
  const meta = input.metadata ?? {};
  if (meta.name !== undefined && meta.name !== '' && meta.name !== name) {
    throw badRequest(`the name of the object (${meta.name}) does not match the name on the URL (${name})`);
  }
  if (!meta.name) {
    throw badRequest(
      `the name of the object (${meta.name ?? ''} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (strategy.info.namespaced && meta.namespace && meta.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** Throws Conflict when `input` names another revision or another uid than `old`. */
export function checkVersion({ strategy, namespace, name }: Request, input: KubeObject, old: KubeObject): void {
  const asked = input.metadata?.resourceVersion;
  if (asked && asked !== '0' && asked !== old.metadata?.resourceVersion) throw conflict(strategy.info, name);
  const uid = input.metadata?.uid;
  if (uid && uid !== old.metadata?.uid) {
    const key = `/registry/${storageKey(strategy)}/${namespace === undefined ? '' : `${namespace}/`}${name}`;
    const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata?.uid}`;
    throw conflict(strategy.info, name, why);
  }
}

/** Where the real server keeps a kind in etcd. */
function storageKey({ info: { group, resource } }: Request['strategy']): string {
  const own: Record<string, string> = {
    services: 'services/specs',
    endpoints: 'services/endpoints',
    nodes: 'minions',
    replicationcontrollers: 'controllers',
    ingresses: 'ingress',
  };
  return own[resource] ?? (isBuiltIn(group) ? resource : `${group}/${resource}`);
}

function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Kinds whose strategy says no to AllowUnconditionalUpdate; every custom resource is one too. */
const VERSION_REQUIRED = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'Lease',
  'MutatingWebhookConfiguration',
  'PodDisruptionBudget',
  'RuntimeClass',
  'ServiceAccount',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** Throws Invalid for an update from outside that does not say which state it is an update of. */
function checkConditional({ strategy, name, options }: Request, input: KubeObject): void {
  const { info, schema } = strategy;
  const version = input.metadata?.resourceVersion;
  // Components in process hold what they read; their Leases are theirs alone.
  if (options.fieldValidation === undefined || (version !== undefined && version !== '' && version !== '0')) return;
  if (!schema && !VERSION_REQUIRED.has(info.kind)) return;
  const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update');
  throw invalidObject({ group: info.group, kind: info.resource }, name, [error]);
}

function withoutVersion(input: KubeObject): KubeObject {
  const { resourceVersion: _, uid: __, ...metadata } = input.metadata ?? {};
  return { ...input, metadata };
}

function mainDraft(request: Request, input: KubeObject, old: KubeObject): KubeObject {
  const { core, strategy, options } = request;
  const { info } = strategy;
  const draft = thaw(input);
  draft.metadata = inheritMetadata(draft.metadata ?? {}, old.metadata ?? {});
  strategy.applyDefaults?.(draft);
  refuseLarge(request, draft, () => strategy.validate?.(draft, contextOf(core, warnOf(options))));
  track(request, old, draft);
  const asked = attributes(request, 'UPDATE', draft, old);
  admit(request, asked);
  const context = contextOf(core, warnOf(options));
  strategy.prepareForUpdate?.(draft, old, context);
  const moved = validateMetadataUpdate(draft, old);
  const errors = [
    ...validateMetadata(draft, strategy).filter((error) => !moved.some((one) => one.field === error.field)),
    ...moved,
    ...((strategy.validateUpdate ?? strategy.validate)?.call(strategy, draft, old as never, context) ?? []),
  ];
  if (errors.length > 0) throw invalidObject(info, request.name, errors);
  if (options.warn) strategy.warnings?.(draft, old, options.warn);
  admitValidated(request, asked);
  return draft;
}

/** Through /status only status changes, unless the kind says otherwise. The rest stays shared with `old`. */
function statusDraft(request: Request, input: KubeObject, old: KubeObject): KubeObject {
  const { core, strategy, options } = request;
  const context = contextOf(core, warnOf(options));
  let draft: KubeObject;
  if (strategy.prepareForStatusUpdate) {
    draft = { ...thaw(input), metadata: inheritMetadata(thaw(input.metadata ?? {}), old.metadata ?? {}) };
    strategy.prepareForStatusUpdate(draft, old, context);
  } else {
    draft = { ...old, metadata: statusMetadata(request, input, old) };
    if (input['status'] === undefined) delete draft['status'];
    else draft['status'] = unshare(input['status']);
    if (draft['status'] && !Object.isFrozen(draft['status']))
      strategy.fillStatus?.(
        draft['status'] as Record<string, unknown>,
        (old['status'] ?? {}) as Record<string, unknown>,
      );
  }
  track(request, old, draft);
  const asked = attributes(request, 'UPDATE', draft, old);
  admit(request, asked);
  const errors = [
    ...validateMetadataUpdate(draft, old),
    ...(strategy.validateStatusUpdate?.(draft, old, context) ?? []),
  ];
  if (errors.length > 0) throw invalidObject(strategy.info, request.name, errors);
  return draft;
}

/** Metadata goes along with a status of an object that was read, but for kinds that reset it (ResetObjectMetaForStatus). */
function statusMetadata({ strategy }: Request, input: KubeObject, old: KubeObject): ObjectMeta {
  const kept = !input.metadata?.resourceVersion || strategy.schema || METADATA_RESET.has(strategy.info.kind);
  return kept ? { ...old.metadata } : inheritMetadata(unshare(input.metadata ?? {}), old.metadata ?? {});
}

const METADATA_RESET = new Set([
  'APIService',
  'CustomResourceDefinition',
  'FlowSchema',
  'PriorityLevelConfiguration',
  'ResourceClaim',
  'ServiceCIDR',
  'ValidatingAdmissionPolicy',
]);

/** Stores the draft, or removes the object when its last finalizer went. */
export function write(request: Request, draft: KubeObject, old: KubeObject): KubeObject {
  const { core, strategy, namespace, name, options } = request;
  const next = ordered(draft, strategy, draft.metadata ?? {});
  if (options.dryRun) return deepFreeze(reuse(next, old));
  checkSize(request, next);
  const finished = isFinished(next, old);
  const stored = storeChanged(core, strategy, next);
  if (finished) storeRemoved(core, strategy, namespace, name);
  return stored;
}

/** ShouldDeleteDuringUpdate: nothing holds a deleted object any more. */
function isFinished(next: KubeObject, old: KubeObject): boolean {
  const meta = next.metadata ?? {};
  if (!meta.deletionTimestamp || meta.finalizers?.length) return false;
  if (next.kind === 'Namespace') return !(next['spec'] as { finalizers?: string[] } | undefined)?.finalizers?.length;
  return (meta.deletionGracePeriodSeconds ?? 0) === 0 && (old.metadata?.finalizers?.length ?? 0) > 0;
}
