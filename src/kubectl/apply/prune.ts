/** `kubectl apply --prune`: deletes what was applied once and is in the files no more (kubectl/pkg/cmd/apply/prune.go). */
import type { KubeObject } from '../../api/object.ts';
import { groupVersion } from '../../api/resource.ts';
import { CommandError } from '../errors.ts';
import { objectName } from '../printers/object-printer.ts';
import { isNotFound } from '../resources.ts';
import type { VerbContext } from '../verb.ts';
import { propagation } from '../verbs/delete.ts';
import { dryRunStrategy, dryRunSuffix, klogHeader } from './dry-run.ts';
import { lastApplied } from './last-applied.ts';
import { loadMapper } from '../mapper.ts';

/** group/version/kind, as `--prune-allowlist` writes them. */
const NAMESPACED = `core/v1/ConfigMap core/v1/Endpoints core/v1/PersistentVolumeClaim core/v1/Pod
  core/v1/ReplicationController core/v1/Secret core/v1/Service batch/v1/Job batch/v1/CronJob
  networking.k8s.io/v1/Ingress apps/v1/DaemonSet apps/v1/Deployment apps/v1/ReplicaSet apps/v1/StatefulSet`.split(
  /\s+/,
);
const CLUSTER = ['core/v1/Namespace', 'core/v1/PersistentVolume'];

const NO_MORE =
  'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.';

/** Throws when `--prune` would reach further than it was asked to. */
export function checkPrune({ flags }: VerbContext): void {
  if (!flags.bool('prune')) return;
  if (flags.bool('all') && flags.string('selector') !== '') {
    throw new CommandError('cannot set --all and --selector at the same time');
  }
  if (!flags.bool('all') && flags.string('selector') === '') {
    throw new CommandError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  }
}

interface Prunable {
  group: string;
  version: string;
  resource: string;
  kind: string;
  namespaced: boolean;
}

/** `kept` are the objects of the files, as they are now. */
export async function prune(context: VerbContext, kept: readonly KubeObject[]): Promise<void> {
  const { flags } = context;
  const allowed = flags.strings('prune-allowlist');
  if (allowed.length === 0 && flags.changed('namespace')) {
    await context.complain(`${klogHeader(context.io.clock.now())} prune.go:71] ${NO_MORE}\n`);
  }
  const mapper = await loadMapper(context.client);
  const kinds = (allowed.length > 0 ? allowed : [...NAMESPACED, ...CLUSTER]).map((text): Prunable => {
    const [group = '', version = '', kind = '', ...more] = text.split('/');
    if (kind === '' || more.length > 0) {
      throw new CommandError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
    }
    const gvk = { group: group === 'core' ? '' : group, version, kind };
    const found = mapper.kind(groupVersion(gvk), kind);
    if (!found)
      throw new CommandError(
        `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(groupVersion(gvk))}`,
      );
    return { ...gvk, resource: found.resource, namespaced: found.namespaced };
  });
  const uids = new Set(kept.map((object) => object.metadata?.uid));
  const namespaces = [...new Set(kept.flatMap((object) => object.metadata?.namespace ?? []))];
  for (const namespace of namespaces) {
    for (const kind of kinds) if (kind.namespaced) await pruneKind(context, kind, namespace, uids);
  }
  for (const kind of kinds) if (!kind.namespaced) await pruneKind(context, kind, undefined, uids);
}

async function pruneKind(
  context: VerbContext,
  kind: Prunable,
  namespace: string | undefined,
  kept: ReadonlySet<string | undefined>,
): Promise<void> {
  const { client, flags } = context;
  const labelSelector = flags.string('selector');
  const strategy = await dryRunStrategy(context);
  const { items } = await client.list(kind, {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === '' ? {} : { labelSelector }),
  });
  for (const object of items) {
    const { uid, name = '' } = object.metadata ?? {};
    if (lastApplied(object) === undefined || kept.has(uid)) continue;
    if (strategy !== 'client') {
      try {
        const options = { propagationPolicy: propagation(flags.string('cascade')), dryRun: strategy === 'server' };
        await client.delete(kind, name, namespace, options);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
    const named = { ...object, apiVersion: groupVersion(kind), kind: kind.kind };
    await context.print(`${objectName(named)} pruned${dryRunSuffix(strategy)}\n`);
  }
}
