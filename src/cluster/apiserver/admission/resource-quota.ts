/** ResourceQuota (apiserver/pkg/admission/plugin/resourcequota/controller.go): nothing beyond what a namespace's quotas allow. */
import type { KubeObject } from '../../../api/object.ts';
import {
  addAmounts,
  amountsText,
  maskAmounts,
  readAmounts,
  subtractAmounts,
  writeAmounts,
  type Amounts,
} from '../../../api/quota/amounts.ts';
import { constraintsOf, isResourceOf, matchesScopes, usageOf } from '../../../api/quota/evaluate.ts';
import type { QuotaSpec } from '../../../api/quota/scopes.ts';
import { forbidden } from '../../../api/status-errors.ts';
import { type Core, tableOf } from '../core.ts';
import type { AdmissionPlugin, Attributes } from './plugin.ts';

const TABLE = 'resourcequotas';
/** Kinds whose updates can use more. */
const GROWING = new Set(['services', 'persistentvolumeclaims']);

interface Quota {
  object: KubeObject;
  name: string;
  spec: QuotaSpec;
  hard: Record<string, string>;
  used: Record<string, string>;
}

function quotaOf(object: KubeObject): Quota {
  const { hard = {}, used = {} } = (object['status'] ?? {}) as Partial<Quota>;
  return { object, name: object.metadata?.name ?? '', spec: (object['spec'] ?? {}) as QuotaSpec, hard, used };
}

function handles({ operation, subresource, strategy }: Attributes, table: string): boolean {
  if (!strategy.info.namespaced) return false;
  if (table === 'pods' && subresource === 'resize') return operation === 'UPDATE';
  if (subresource !== undefined && subresource !== '') return false;
  return operation === 'CREATE' || (operation === 'UPDATE' && GROWING.has(table));
}

export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate(request, core) {
    const { namespace, object } = request;
    if (!object || namespace === undefined || core.store.count(TABLE, namespace) === 0) return;
    const table = tableOf(request.strategy);
    if (!handles(request, table)) return;
    const quotas = core.store
      .list(TABLE, { namespace })
      .map(quotaOf)
      .filter((quota) => concerns(quota, table, object));
    for (const quota of quotas) checkConstraints(request, quota, table);
    const now = core.clock.now();
    let delta = usageOf(table, object, now);
    if (request.operation === 'UPDATE' && request.old) delta = subtractAmounts(delta, usageOf(table, request.old, now));
    const next = quotas.flatMap<KubeObject>((quota) => charged(request, quota, delta) ?? []);
    if (request.dryRun || alreadyThere(request, core, table)) return;
    for (const changed of next) core.store.update(TABLE, changed);
  },
};

function concerns({ hard, spec }: Quota, table: string, object: KubeObject): boolean {
  return Object.keys(hard).some((name) => isResourceOf(table, name)) && matchesScopes(table, object, spec);
}

function checkConstraints(request: Attributes, { name, hard, used }: Quota, table: string): void {
  const names = Object.keys(hard).filter((resource) => isResourceOf(table, resource));
  const missing = constraintsOf(table, request.object!, names);
  if (missing !== '') throw refuse(request, `failed quota: ${name}: must specify ${missing}`);
  if (!names.every((resource) => resource in used))
    throw refuse(request, `status unknown for quota: ${name}, resources: ${names.toSorted().join(',')}`);
}

/** The quota with the usage added; undefined when the request uses none of it. Throws Forbidden. */
function charged(request: Attributes, quota: Quota, delta: Amounts): KubeObject | undefined {
  const hard = readAmounts(quota.hard);
  const used = readAmounts(quota.used);
  const wanted = Object.keys(hard).filter((name) => (delta[name]?.nano ?? 0n) !== 0n);
  if (wanted.length === 0) return undefined;
  const requested = maskAmounts(delta, wanted);
  const sum = addAmounts(used, requested);
  const exceeded = wanted.filter((name) => sum[name]!.nano > hard[name]!.nano);
  if (exceeded.length > 0) {
    const text = (amounts: Amounts): string => amountsText(maskAmounts(amounts, exceeded));
    const why = `exceeded quota: ${quota.name}, requested: ${text(requested)}, used: ${text(used)}, limited: ${text(hard)}`;
    throw refuse(request, why);
  }
  return { ...quota.object, status: { ...(quota.object['status'] as object), used: writeAmounts(sum) } };
}

/** What is there already is refused after admission, and must not be charged. */
function alreadyThere({ operation, namespace, object }: Attributes, core: Core, table: string): boolean {
  return operation === 'CREATE' && core.store.get(table, namespace, object?.metadata?.name ?? '') !== undefined;
}

function refuse({ strategy, name, object }: Attributes, why: string): Error {
  return forbidden(strategy.info, object?.metadata?.name || name, why);
}
