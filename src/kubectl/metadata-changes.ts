/** What label and annotate have in common: KEY=VALUE and KEY- arguments, and the merge patch they become. */
import { isLabelValue } from '../api/names.ts';
import type { KubeObject } from '../api/object.ts';
import { CommandError, throwAll } from './errors.ts';
import { resultPrinter } from './printers/object-printer.ts';
import { filenamesOf, type Info, retrieve } from './resources.ts';
import type { VerbContext } from './verb.ts';

type Kind = 'label' | 'annotate';
const FIELD = { label: 'labels', annotate: 'annotations' } as const;
const NOUN = { label: 'label', annotate: 'annotation' } as const;

interface Changes {
  set: Map<string, string>;
  remove: string[];
}

export async function changeMetadata(context: VerbContext, kind: Kind): Promise<void> {
  const { flags } = context;
  const { resources, pairs } = splitArguments(context.args);
  const list = flags.bool('list');
  const files = filenamesOf(context);
  const hasFiles = files.filenames.length > 0 || files.kustomize !== '';
  if (resources.length < 1 && !hasFiles) {
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  const changes = parsePairs(pairs, kind);
  if (changes.set.size === 0 && changes.remove.length === 0 && !list)
    throw new CommandError(`at least one ${NOUN[kind]} update is required`);
  const { infos, errors } = await retrieve(context, {
    args: resources,
    files,
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    all: flags.bool('all'),
  });
  if (infos.length > 1 && flags.string('resource-version') !== '')
    throw new CommandError('--resource-version may only be used with a single resource');
  for (const info of infos) {
    try {
      await (list ? listOne(context, info, kind, infos.length > 1) : changeOne(context, info, changes, kind));
    } catch (error) {
      errors.push(error);
    }
  }
  throwAll(errors);
}

/** Resources come first; the first KEY=VALUE or KEY- begins the changes. */
export function splitArguments(args: readonly string[]): { resources: string[]; pairs: string[] } {
  const isPair = (word: string): boolean => word.includes('=') || word.endsWith('-');
  const first = args.findIndex(isPair);
  const at = first < 0 ? args.length : first;
  const pairs = args.slice(at);
  const stray = pairs.find((word) => !isPair(word));
  if (stray !== undefined) throw new CommandError(`all resources must be specified before label changes: ${stray}`);
  return { resources: args.slice(0, at), pairs };
}

function parsePairs(pairs: readonly string[], kind: Kind): Changes {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 0) remove.push(pair.slice(0, -1));
    else {
      const value = pair.slice(equals + 1);
      const problems = kind === 'label' ? isLabelValue(value) : [];
      if (problems.length > 0)
        throw new CommandError(`invalid label value: ${JSON.stringify(pair)}: ${problems.join(';')}`);
      set.set(pair.slice(0, equals), value);
    }
  }
  const both = remove.find((key) => set.has(key));
  if (both !== undefined) {
    throw new CommandError(
      kind === 'label'
        ? 'can not both modify and remove a label in the same command'
        : 'can not both modify and remove an annotation in the same command',
    );
  }
  return { set, remove };
}

async function listOne(context: VerbContext, info: Info, kind: Kind, several: boolean): Promise<void> {
  const values = info.object.metadata?.[FIELD[kind]] ?? {};
  const indent = several ? ' ' : '';
  if (several)
    await context.print(`Listing ${FIELD[kind]} for ${info.object.kind}.${info.resource.group}/${info.name}:\n`);
  await context.print(
    Object.keys(values)
      .sort()
      .map((key) => `${indent}${key}=${values[key]}\n`)
      .join(''),
  );
}

async function changeOne(context: VerbContext, info: Info, changes: Changes, kind: Kind): Promise<void> {
  const { flags } = context;
  const old = info.object.metadata?.[FIELD[kind]] ?? {};
  refuseOverwrite(flags.bool('overwrite'), old, changes, kind);
  const dryRun = flags.string('dry-run');
  for (const key of changes.remove) {
    if (!(key in old) && kind === 'label') await context.print(`label "${key}" not found.\n`);
  }
  const message = resultMessage(old, changes, kind);
  const suffix = dryRun === 'client' ? ' (dry run)' : dryRun === 'server' ? ' (server dry run)' : '';
  const object =
    dryRun === 'client' || flags.bool('local')
      ? applied(info.object, old, changes, kind)
      : await patch(context, info, changes, kind);
  await context.print(resultPrinter(flags, context.io)(object, `${message}${suffix}`));
}

function refuseOverwrite(
  overwrite: boolean,
  old: Readonly<Record<string, string>>,
  changes: Changes,
  kind: Kind,
): void {
  if (overwrite) return;
  const taken = [...changes.set].filter(([key, value]) => key in old && (kind === 'annotate' || old[key] !== value));
  const [first] = taken;
  if (!first) return;
  const [key] = first;
  if (kind === 'label') throw new CommandError(`'${key}' already has a value (${old[key]}), and --overwrite is false`);
  throw new CommandError(
    `--overwrite is false but found the following declared annotation(s): '${key}' already has a value (${old[key]})`,
  );
}

function resultMessage(old: Readonly<Record<string, string>>, { set, remove }: Changes, kind: Kind): string {
  if (kind === 'annotate') return 'annotated';
  const changed = [...set].some(([key, value]) => old[key] !== value);
  const removed = remove.some((key) => key in old);
  if (!changed && !removed) return 'not labeled';
  return set.size === 0 ? 'unlabeled' : 'labeled';
}

function applied(
  object: KubeObject,
  old: Readonly<Record<string, string>>,
  { set, remove }: Changes,
  kind: Kind,
): KubeObject {
  const values = Object.fromEntries(
    Object.entries({ ...old, ...Object.fromEntries(set) }).filter(([key]) => !remove.includes(key)),
  );
  return { ...object, metadata: { ...object.metadata, [FIELD[kind]]: values } };
}

function patch(context: VerbContext, info: Info, { set, remove }: Changes, kind: Kind): Promise<KubeObject> {
  const { flags } = context;
  const values = { ...Object.fromEntries(set), ...Object.fromEntries(remove.map((key) => [key, null])) };
  const version = flags.string('resource-version');
  const metadata = { [FIELD[kind]]: values, ...(version === '' ? {} : { resourceVersion: version }) };
  return context.client.patch(
    info.resource,
    info.name,
    info.namespace,
    'application/merge-patch+json',
    { metadata },
    {
      fieldManager: flags.string('field-manager'),
      dryRun: flags.string('dry-run') === 'server',
    },
  );
}
