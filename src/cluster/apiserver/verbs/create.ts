/** Create (apiserver/pkg/registry/generic/registry/store.go Create, registry/rest/create.go BeforeCreate). */
import type { KubeObject } from '../../../api/object.ts';
import { alreadyExists, badRequest, generateNameConflict, invalidObject } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { deepFreeze, unshare } from '../../store/frozen.ts';
import { contextOf, nameOf, newUid, randomSuffix, tableOf, timestamp } from '../core.ts';
import { ordered, orderedMetadata, validateMetadata } from '../metadata.ts';
import { track } from '../managed-fields/track.ts';
import { type Request, admit, admitValidated, attributes, warnOf } from './request.ts';
import { checkSize, refuseLarge } from './size.ts';
import { storeNew } from './stored.ts';

const OURS = ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'] as const;
/** Longest prefix that leaves room for five letters in a name of 63. */
const MAX_PREFIX = 58;

export function create(request: Request, input: KubeObject): KubeObject {
  const { core, strategy, namespace, options } = request;
  const { info } = strategy;
  const draft = newDraft(request, input);
  strategy.applyDefaults?.(draft);
  refuseLarge(request, draft, () => strategy.validate?.(draft, contextOf(core, warnOf(options))));
  track(request, undefined, draft);
  const asked = attributes({ ...request, name: draft.metadata?.name ?? '' }, 'CREATE', draft, undefined);
  admit(request, asked);
  const seen = contextOf(core, warnOf(options));
  const context = options.dryRun ? { ...seen, dryRun: true } : seen;
  strategy.prepareForCreate?.(draft, context);
  // Strategies may have put another metadata in place.
  const meta = (draft.metadata ??= {});
  if (meta.generateName && !meta.name) meta.name = generateName(request, meta.generateName);
  const errors = [...validateMetadata(draft, strategy), ...(strategy.validate?.(draft, context) ?? [])];
  if (errors.length > 0) throw invalidObject(strategy.judgedAs ?? info, meta.name ?? '', errors);
  if (options.warn) strategy.warnings?.(draft, undefined, options.warn);
  admitValidated(request, asked);
  const object = ordered(draft, strategy, orderedMetadata(meta));
  const there = core.store.get(tableOf(strategy), namespace, meta.name!);
  if (there) throw taken(request, there, input.metadata?.name !== undefined && input.metadata.name !== '');
  if (options.dryRun) return deepFreeze(unstored(object));
  checkSize(request, object);
  return storeNew(core, strategy, object);
}

function taken({ strategy: { info } }: Request, there: KubeObject, named: boolean): StatusError {
  const name = nameOf(there);
  const error = named ? alreadyExists(info, name) : generateNameConflict(info, name);
  if (!there.metadata?.deletionTimestamp) return error;
  return new StatusError({ ...error.status, message: `object is being deleted: ${error.message}` });
}

/** What was never stored has no version; stored objects keep the place for theirs. */
function unstored(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}

function newDraft(request: Request, input: KubeObject): KubeObject {
  const { core, strategy, namespace } = request;
  const given = input.metadata ?? {};
  if (strategy.info.namespaced && given.namespace && given.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (given.resourceVersion && given.resourceVersion !== '0') throw resourceVersionSet();
  const draft = openParts(unshare(input));
  const meta = draft.metadata ?? {};
  for (const field of OURS) if (meta[field] !== undefined) delete meta[field];
  if (!strategy.info.namespaced) delete meta.namespace;
  else if (namespace !== undefined) meta.namespace = namespace;
  meta.uid = newUid(core.uids);
  meta.creationTimestamp = timestamp(core.clock.now());
  meta.resourceVersion = '';
  draft.metadata = meta;
  return draft;
}

/**
 * Metadata, spec and the like can be written to, whatever they came from. What is frozen below them was stored before, as
 * a template's containers were: it has its defaults, and all that are made of it share it.
 */
function openParts(object: KubeObject): KubeObject {
  const open = Object.isFrozen(object) ? { ...object } : object;
  for (const key in open) {
    const part = open[key];
    if (typeof part === 'object' && part !== null && !Array.isArray(part) && Object.isFrozen(part)) {
      open[key] = { ...part };
    }
  }
  return open;
}

function resourceVersionSet(): StatusError {
  const message = 'resourceVersion should not be set on objects to be created';
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}

function generateName({ core, strategy, namespace }: Request, prefix: string): string {
  const base = prefix.slice(0, MAX_PREFIX);
  let name = base + randomSuffix(core.names);
  // Upstream tries eight times (RetryGenerateName).
  for (let i = 0; i < 7 && core.store.get(tableOf(strategy), namespace, name); i++) {
    name = base + randomSuffix(core.names);
  }
  return name;
}
