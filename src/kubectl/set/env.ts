/** `kubectl set env` (kubectl/pkg/cmd/set/set_env.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { filenamesOf, type Info, retrieve } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import {
  changePodSpecs,
  type Container,
  type EnvVar,
  podSpecOf,
  type PodSpec,
  type PodSpecPatch,
  setFlags,
  splitAssignments,
} from './pod-spec.ts';

export interface EnvChange {
  add: EnvVar[];
  remove: string[];
  /** `*` or a name with `*` in it. */
  containers: string;
  overwrite: boolean;
}

export function envPatch(spec: PodSpec, change: EnvChange): PodSpecPatch {
  const chosen = (spec.containers ?? []).filter(({ name }) => matches(name, change.containers));
  const containers = chosen.flatMap((container) => {
    const env = containerEnv(container, change);
    if (env.length === 0) return [];
    // What is new stands behind what was there.
    const names = [...(container.env ?? []), ...change.add].map(({ name }) => name);
    const order = [...new Set(names)].filter((name) => !change.remove.includes(name)).map((name) => ({ name }));
    return [{ name: container.name, env, ...(order.length > 0 ? { '$setElementOrder/env': order } : {}) }];
  });
  return containers.length === 0 ? {} : { containers };
}

function containerEnv(container: Container, { add, remove, overwrite }: EnvChange): Record<string, unknown>[] {
  const now = new Map((container.env ?? []).map((one) => [one.name, one]));
  const changed: Record<string, unknown>[] = [];
  for (const one of add) {
    const old = now.get(one.name);
    if (old && !overwrite) {
      throw new CommandError(`${one.name} already has a value (${old.value ?? ''}), and --overwrite is false`);
    }
    if (!old || old.value !== one.value || old.valueFrom || one.valueFrom) {
      changed.push({ ...one, ...(old?.valueFrom && !one.valueFrom ? { valueFrom: null } : {}) });
    }
  }
  for (const name of remove) if (now.has(name)) changed.push({ name, $patch: 'delete' });
  return changed;
}

function matches(name: string, pattern: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(name);
}

/** `A=b`, `A-`; throws upstream's complaints. */
export function parseEnv(assignments: readonly string[]): { add: EnvVar[]; remove: string[] } {
  const add: EnvVar[] = [];
  const remove: string[] = [];
  for (const text of assignments) {
    const at = text.indexOf('=');
    if (at > 0) add.push({ name: text.slice(0, at), value: text.slice(at + 1) });
    else if (at < 0 && text.endsWith('-')) remove.push(text.slice(0, -1));
    else
      throw new CommandError(
        `environment variables must be of the form key=value and can only contain letters, numbers, and underscores`,
      );
  }
  return { add, remove };
}

export const setEnv: Verb = {
  name: 'env',
  usage: 'env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  long: 'Update environment variables on a pod template.\n\n List environment variable definitions in one or more pods, pod templates. Add, update, or remove container environment variable definitions in one or more pod templates (within replication controllers or deployment configurations). View or modify the environment variable definitions on all containers in the specified pods or pod templates, or just those that match a wildcard.',
  examples: `# Update deployment 'registry' with a new environment variable
kubectl set env deployment/registry STORAGE_DIR=/local

# List the environment variables defined on a deployments 'sample-build'
kubectl set env deployment/sample-build --list

# Import environment from a config map
kubectl set env --from=configmap/myconfigmap deployment/myapp

# Remove the environment variable ENV from container 'c1' in all deployment configs
kubectl set env deployments --all --containers="c1" ENV-`,
  flags: [
    ...setFlags,
    {
      name: 'containers',
      short: 'c',
      type: 'string',
      default: '*',
      usage: 'The names of containers in the selected pod templates to change - may use wildcards',
    },
    {
      name: 'from',
      type: 'string',
      default: '',
      usage: 'The name of a resource from which to inject environment variables',
    },
    { name: 'prefix', type: 'string', default: '', usage: 'Prefix to append to variable names' },
    {
      name: 'keys',
      type: 'strings',
      default: [],
      usage: 'Comma-separated list of keys to import from specified resource',
    },
    {
      name: 'env',
      short: 'e',
      type: 'stringArray',
      default: [],
      usage: 'Specify a key-value pair for an environment variable to set into each container.',
    },
    {
      name: 'list',
      type: 'bool',
      default: false,
      usage: 'If true, display the environment and any changes in the standard format.',
    },
    {
      name: 'overwrite',
      type: 'bool',
      default: true,
      usage:
        'If true, allow environment to be overwritten, otherwise reject updates that overwrite existing environment.',
    },
    {
      name: 'field-manager',
      type: 'string',
      default: 'kubectl-set',
      usage: 'Name of the manager used to track field ownership.',
    },
  ],
  async run(context) {
    const { flags } = context;
    const { resources, assignments } = splitAssignments(context.args);
    if (resources.length === 0 && flags.strings('filename').length === 0) {
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    }
    const { add, remove } = parseEnv([...assignments, ...flags.strings('env')]);
    if (flags.bool('list')) return listEnv(context, resources);
    add.push(...(await importedEnv(context)));
    const change = { add, remove, containers: flags.string('containers'), overwrite: flags.bool('overwrite') };
    await changePodSpecs(context, {
      resources,
      operation: 'env updated',
      manager: flags.string('field-manager'),
      failure: 'failed to patch env update to pod template',
      check: () => {
        if (add.length + remove.length === 0)
          throw new CommandError('at least one environment variable must be provided');
      },
      change: (spec) => envPatch(spec, change),
    });
  },
};

async function listEnv(context: VerbContext, resources: readonly string[]): Promise<void> {
  const { infos } = await retrieve(context, {
    args: resources,
    files: filenamesOf(context),
    labelSelector: context.flags.string('selector'),
    all: context.flags.bool('all'),
  });
  for (const info of infos) {
    for (const container of podSpecOf(info.object).containers ?? []) {
      if (!matches(container.name, context.flags.string('containers'))) continue;
      await context.print(`# ${listedName(context, info)}, container ${container.name}\n`);
      for (const one of container.env ?? []) await context.print(`${envLine(one)}\n`);
    }
  }
}

function envLine(one: EnvVar): string {
  if (!one.valueFrom) return `${one.name}=${one.value ?? ''}`;
  const reference = (one.valueFrom['configMapKeyRef'] ?? one.valueFrom['secretKeyRef']) as
    | { name?: string; key?: string }
    | undefined;
  const what = one.valueFrom['configMapKeyRef'] ? 'configmap' : one.valueFrom['secretKeyRef'] ? 'secret' : 'field path';
  return reference
    ? `# ${one.name} from ${what} ${reference.name ?? ''}, key ${reference.key ?? ''}`
    : `# ${one.name} from field path ${(one.valueFrom['fieldRef'] as { fieldPath?: string } | undefined)?.fieldPath ?? ''}`;
}

/** A file's object is called by its kind: nobody says what its resource is. */
function listedName({ flags }: VerbContext, { object, resource, name }: Info): string {
  return flags.bool('local') ? `${object.kind ?? ''} ${name}` : `${resource.resource}/${name}`;
}

async function importedEnv(context: VerbContext): Promise<EnvVar[]> {
  const from = context.flags.string('from');
  if (from === '') return [];
  const { infos } = await retrieve(context, { args: [from] });
  const object: KubeObject = infos[0]?.object ?? {};
  const reference = object.kind === 'Secret' ? 'secretKeyRef' : object.kind === 'ConfigMap' ? 'configMapKeyRef' : '';
  if (reference === '') throw new CommandError(`unsupported resource specified in --from`);
  const keys = context.flags.strings('keys');
  const name = object.metadata?.name ?? '';
  return Object.keys((object['data'] ?? {}) as Record<string, string>)
    .filter((key) => keys.length === 0 || keys.includes(key))
    .sort()
    .map((key) => ({
      name: context.flags.string('prefix') + key.toUpperCase().replace(/[^A-Z0-9_]/g, '_'),
      valueFrom: { [reference]: { name, key } },
    }));
}
