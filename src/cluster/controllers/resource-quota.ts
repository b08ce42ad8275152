/** The resource quota controller (pkg/controller/resourcequota/resource_quota_controller.go): status is what is allowed and what is used. */
import { dequal } from 'dequal';
import type { KubeObject } from '../../api/object.ts';
import { type Amounts, ZERO, addAmounts, readAmounts, writeAmounts } from '../../api/quota/amounts.ts';
import { matchesScopes, tableOfResource, usageOf } from '../../api/quota/evaluate.ts';
import { countsAsRunning } from '../../api/quota/pod-usage.ts';
import type { QuotaSpec } from '../../api/quota/scopes.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { keyOf } from '../runtime/keys.ts';
import { RESOURCE_QUOTAS } from '../runtime/resources.ts';
import type { Resource } from '../runtime/verbs.ts';

interface Quota extends KubeObject {
  spec?: QuotaSpec;
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
}

const byNamespace = (object: KubeObject): readonly string[] => [object.metadata?.namespace ?? ''];

/** Upstream counts everything anew this often, ms. */
const FULL_RESYNC = 300_000;

export const resourceQuotaController = defineController({
  name: 'resourcequota-controller',
  start(context) {
    const quotas = context.watch<Quota>(RESOURCE_QUOTAS, {
      add: (quota) => context.queue.add(keyOf(quota)),
      update(quota, old) {
        if (old['spec'] !== quota['spec'] && !dequal(old['spec'], quota['spec'])) context.queue.add(keyOf(quota));
      },
    });
    const inNamespace = (namespace: string | undefined): void => {
      for (const quota of quotas.byIndex(byNamespace, namespace ?? '')) context.queue.add(keyOf(quota));
    };
    const counted = new Counted(context, inNamespace);
    const resync = (): void => {
      for (const quota of quotas.values()) context.queue.add(keyOf(quota));
      context.clock.after(FULL_RESYNC, resync);
    };
    context.clock.after(FULL_RESYNC, resync);
    return (key) => {
      const quota = quotas.getByKey(key);
      if (quota) sync(context, counted, quota);
    };
  },
});

/** The informers of what quotas count, each begun when a quota first asks for its kind. */
class Counted {
  private readonly informers = new Map<string, Informer<KubeObject> | undefined>();

  constructor(
    private readonly context: ControllerContext,
    private readonly freed: (namespace: string | undefined) => void,
  ) {}

  /** Undefined when no such kind is served. */
  of(table: string): Informer<KubeObject> | undefined {
    if (!this.informers.has(table)) this.informers.set(table, this.begin(table));
    return this.informers.get(table);
  }

  private begin(table: string): Informer<KubeObject> | undefined {
    const { context } = this;
    const [resource = '', ...group] = table.split('.');
    // Simplified: kinds that are served in v1 only; others count at admission.
    const at: Resource = { group: group.join('.'), version: 'v1', resource };
    try {
      context.session.list(at, { limit: 1 });
    } catch (error) {
      if (!isStatusError(error)) throw error;
      return undefined;
    }
    const informer = context.lister<KubeObject>(at);
    const handlers = {
      update: (object: KubeObject, old: KubeObject) => {
        if (releases(table, old, object, context.clock.now())) this.freed(object.metadata?.namespace);
      },
      delete: (object: KubeObject) => this.freed(object.metadata?.namespace),
    };
    context.onStop(informer.subscribe(handlers));
    return informer;
  }
}

/** Whether an update may have given something back. */
function releases(table: string, old: KubeObject, object: KubeObject, now: number): boolean {
  if (table === 'pods') return countsAsRunning(old as never, now) && !countsAsRunning(object as never, now);
  if (table === 'services')
    return (old['spec'] as { type?: string }).type !== (object['spec'] as { type?: string }).type;
  return table === 'persistentvolumeclaims' && old['spec'] !== object['spec'];
}

function sync(context: ControllerContext, counted: Counted, quota: Quota): void {
  const spec = quota.spec ?? {};
  const hard = readAmounts(spec.hard);
  const used = usedOf(context, counted, quota, Object.keys(hard));
  const status = { hard: writeAmounts(hard), used: writeAmounts(used) };
  if (dequal(status, quota.status)) return;
  context.session.update(RESOURCE_QUOTAS, { ...quota, status }, 'status');
}

/** What the namespace's objects use of these resources. */
function usedOf(context: ControllerContext, counted: Counted, quota: Quota, names: readonly string[]): Amounts {
  const spec = quota.spec ?? {};
  const now = context.clock.now();
  const used: Record<string, Amounts[string]> = Object.fromEntries(names.map((name) => [name, ZERO]));
  for (const table of new Set(names.map(tableOfResource))) {
    const objects = counted.of(table)?.byIndex(byNamespace, quota.metadata?.namespace ?? '') ?? [];
    for (const object of objects) {
      if (!matchesScopes(table, object, spec)) continue;
      const usage = usageOf(table, object, now);
      for (const name of names)
        if (usage[name]) Object.assign(used, addAmounts({ [name]: used[name]! }, { [name]: usage[name] }));
    }
  }
  return used;
}
