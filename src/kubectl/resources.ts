/**
 * From arguments, selectors and files to resources (cli-runtime/pkg/resource/builder.go): first which things are meant
 * (`resolveTargets`), then the things themselves (`retrieve`).
 */
import type { KubeObject } from '../api/object.ts';
import { groupResource, type ResourceInfo } from '../api/resource.ts';
import { type Filenames, type Manifest, readManifests } from './decode.ts';
import { addSelection, AggregateError, CommandError } from './errors.ts';
import { readLocal } from './local-objects.ts';
import type { Mapper } from './mapper.ts';
import { MISSING_RESOURCE, parseResourceArguments, splitTypes } from './resource-arguments.ts';
import type { VerbContext } from './verb.ts';
import { StatusError } from '../api/status.ts';

export interface ResourceQuery {
  args: readonly string[];
  /** Absent: the verb takes no files. */
  files?: Filenames;
  labelSelector?: string;
  fieldSelector?: string;
  allNamespaces?: boolean;
  /** `--all`: every object of the types when no name is given. */
  all?: boolean;
  /** `get pods` without a name lists them (ResourceTypeOrNameArgs' allowEmptySelector). */
  listWhenNameless?: boolean;
  /** True: every argument but files and selectors is `TYPE NAME` or `TYPE/NAME` of one type. */
  singleResourceType?: boolean;
}

/** What an argument means: one named object, a whole list, or an object out of a file. */
export type Target =
  | { kind: 'name'; resource: ResourceInfo; namespace: string | undefined; name: string }
  | {
      kind: 'list';
      resource: ResourceInfo;
      namespace: string | undefined;
      labelSelector: string;
      fieldSelector: string;
    }
  | {
      kind: 'file';
      resource: ResourceInfo;
      namespace: string | undefined;
      name: string;
      object: KubeObject;
      source: string;
    };

export interface Targets {
  targets: Target[];
  /** What could not be resolved; the rest is still worth doing. */
  errors: unknown[];
  /** One object was asked for, so it is printed as itself and not in a List. */
  single: boolean;
}

/** Throws when the arguments as a whole make no sense. */
export async function resolveTargets(context: VerbContext, query: ResourceQuery): Promise<Targets> {
  const hasFiles = query.files !== undefined && (query.files.filenames.length > 0 || query.files.kustomize !== '');
  const words = parseResourceArguments(query.args, query.args.length > 0 ? await categories(context) : () => undefined);
  if (hasFiles) {
    if (words.types.length > 0)
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    if (words.pairs.length > 0)
      throw new CommandError('resource/name arguments cannot be provided when a path is specified');
    return fileTargets(context, query.files!);
  }
  const selecting = Boolean(
    query.labelSelector ||
    query.fieldSelector ||
    query.all ||
    (query.listWhenNameless && query.args.length === 1 && words.pairs.length === 0),
  );
  if (selecting) return listTargets(context, query, words);
  if (words.pairs.length > 0) return pairTargets(context, query, words.pairs);
  if (words.names.length > 0) return nameTargets(context, query, words);
  const mapper = await context.mapper();
  if (words.types.length > 0) {
    for (const type of words.types) mapper.resource(type);
    throw new CommandError('resource(s) were provided, but no name was specified');
  }
  throw new CommandError(MISSING_RESOURCE);
}

async function categories(context: VerbContext): Promise<(word: string) => string[] | undefined> {
  const mapper = await context.mapper();
  return (word) =>
    mapper.category(word)?.map((info) => (info.group === '' ? info.resource : `${info.resource}.${info.group}`));
}

function scope(context: VerbContext, query: ResourceQuery, resource: ResourceInfo): string | undefined {
  return resource.namespaced && !query.allNamespaces ? context.namespace : undefined;
}

type Words = ReturnType<typeof parseResourceArguments>;

async function listTargets(context: VerbContext, query: ResourceQuery, words: Words): Promise<Targets> {
  if (words.names.length > 0) throw new CommandError('name cannot be provided when a selector is specified');
  if (words.pairs.length > 0)
    throw new CommandError('selectors and the all flag cannot be used when passing resource/name arguments');
  if (words.types.length === 0) throw new CommandError('at least one resource must be specified to use a selector');
  const targets = typesOf(await context.mapper(), words.types, query).map((resource): Target => ({
    kind: 'list',
    resource,
    namespace: scope(context, query, resource),
    labelSelector: query.labelSelector ?? '',
    fieldSelector: query.fieldSelector ?? '',
  }));
  return { targets, errors: [], single: false };
}

function typesOf(mapper: Mapper, types: readonly string[], query: ResourceQuery): ResourceInfo[] {
  if (types.length > 1 && query.singleResourceType)
    throw new CommandError('you may only specify a single resource type');
  return [...new Set(types.map((type) => mapper.resource(type)))];
}

async function nameTargets(context: VerbContext, query: ResourceQuery, words: Words): Promise<Targets> {
  const mapper = await context.mapper();
  const resources = typesOf(mapper, words.types, query);
  // Several types may be named so, but no category.
  if (resources.length > 1 && mapper.category(query.args[0] ?? ''))
    throw new CommandError('you must specify only one resource');
  const targets = resources.flatMap((resource) => words.names.map((name) => named(context, query, resource, name)));
  return { targets, errors: [], single: targets.length === 1 };
}

async function pairTargets(context: VerbContext, query: ResourceQuery, pairs: Words['pairs']): Promise<Targets> {
  const mapper = await context.mapper();
  const targets = pairs.map((pair) =>
    named(context, query, mapper.resource(splitTypes(pair.type)[0] ?? ''), pair.name),
  );
  return { targets, errors: [], single: targets.length === 1 };
}

function named(context: VerbContext, query: ResourceQuery, resource: ResourceInfo, name: string): Target {
  if (resource.namespaced && query.allNamespaces) {
    throw new CommandError('a resource cannot be retrieved by name across all namespaces');
  }
  return { kind: 'name', resource, namespace: scope(context, query, resource), name };
}

async function fileTargets(context: VerbContext, files: Filenames): Promise<Targets> {
  const { manifests, errors } = await readManifests(context.io, files);
  const mapper = manifests.length > 0 ? await context.mapper() : undefined;
  const targets: Target[] = [];
  for (const manifest of manifests) {
    try {
      targets.push(fileTarget(context, mapper!, manifest));
    } catch (error) {
      errors.push(error);
    }
  }
  if (targets.length === 0 && errors.length === 0) throw new CommandError('no objects passed to command');
  const single =
    files.filenames.length === 1 &&
    files.filenames[0] !== '-' &&
    context.io.files.list(files.filenames[0]!) === undefined;
  return { targets, errors, single: single && targets.length === 1 };
}

function fileTarget(context: VerbContext, mapper: Mapper, { object, source, listed }: Manifest): Target {
  const apiVersion = object.apiVersion ?? '';
  const kind = object.kind ?? '';
  const name = object.metadata?.name ?? '';
  const resource = mapper.kind(apiVersion, kind);
  const given = object.metadata?.namespace ?? '';
  if (!resource) {
    const why = `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`;
    if (listed) throw new CommandError(`unable to recognize ${why}`);
    throw new CommandError(
      `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(given)} from ${JSON.stringify(source)}: ${why}\nensure CRDs are installed first`,
    );
  }
  if (!resource.namespaced) return { kind: 'file', resource, namespace: undefined, name, object, source };
  if (context.enforceNamespace && given !== '' && given !== context.namespace) {
    throw new CommandError(
      `the namespace from the provided object ${JSON.stringify(given)} does not match the namespace ${JSON.stringify(context.namespace)}. You must pass '--namespace=${given}' to perform this operation.`,
    );
  }
  return { kind: 'file', resource, namespace: given || context.namespace, name, object, source };
}

/** One object, where it was found. `object` is what the server holds (or the file's, if that was asked for). */
export interface Info {
  resource: ResourceInfo;
  namespace: string | undefined;
  name: string;
  object: KubeObject;
  source: string;
}

export interface Retrieved {
  infos: Info[];
  errors: unknown[];
  single: boolean;
}

/** Fetches what the targets mean, lists taken apart, going on after errors. */
export async function retrieve(
  context: VerbContext,
  query: ResourceQuery,
  options: { ignoreNotFound?: boolean } = {},
): Promise<Retrieved> {
  if (context.flags.has('local') && context.flags.bool('local')) return readLocal(context, query);
  const { targets, errors, single } = await resolveTargets(context, query);
  const infos: Info[] = [];
  for (const target of targets) {
    try {
      infos.push(...(await fetchTarget(context, target)));
    } catch (error) {
      if (!(options.ignoreNotFound && isNotFound(error))) errors.push(selectionError(error, target));
    }
  }
  return { infos, errors, single };
}

/** Makes an error of a list say what was listed; errors of single objects stay as they are. */
export function selectionError(error: unknown, target: Target): unknown {
  if (target.kind !== 'list') return error;
  const { group, version, resource } = target.resource;
  return addSelection(withRequest(error, { group, resource }), {
    ...target,
    resource: `${group}/${version}, Resource=${resource}`,
  });
}

export function isNotFound(error: unknown): boolean {
  return error instanceof Error && (error as { reason?: string }).reason === 'NotFound';
}

async function fetchTarget(context: VerbContext, target: Target): Promise<Info[]> {
  const { resource, namespace } = target;
  if (target.kind !== 'list') {
    if (target.name === '') throw new CommandError('resource name may not be empty');
    const object = await context.client.get(resource, target.name, namespace);
    return [{ resource, namespace, name: target.name, object, source: target.kind === 'file' ? target.source : '' }];
  }
  const infos: Info[] = [];
  let next: string | undefined;
  do {
    const list = await context.client.list(resource, {
      ...(namespace ? { namespace } : {}),
      labelSelector: target.labelSelector,
      fieldSelector: target.fieldSelector,
      limit: context.flags.has('chunk-size') ? context.flags.int('chunk-size') : 500,
      ...(next ? { continue: next } : {}),
    });
    const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
    for (const item of list.items) {
      // Items of a typed list carry no kind of their own.
      const object = { apiVersion, kind: resource.kind, ...item };
      infos.push({
        resource,
        namespace: item.metadata?.namespace,
        name: item.metadata?.name ?? '',
        object,
        source: '',
      });
    }
    next = list.metadata.continue || undefined;
  } while (next);
  return infos;
}

/** As `retrieve`, but any error ends it. */
export async function retrieveAll(context: VerbContext, query: ResourceQuery): Promise<Info[]> {
  const { infos, errors } = await retrieve(context, query);
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors);
  return infos;
}

export function filenamesOf(context: VerbContext): Filenames {
  const { flags } = context;
  return {
    filenames: flags.strings('filename'),
    recursive: flags.bool('recursive'),
    kustomize: flags.string('kustomize'),
  };
}

/** client-go names what was asked for where the answer was none of the API's. */
function withRequest(error: unknown, ref: { group: string; resource: string }): unknown {
  const gone = 'the server could not find the requested resource';
  if (!(error instanceof StatusError) || error.status.message !== gone) return error;
  return new StatusError({ ...error.status, message: `${gone} (get ${groupResource(ref)})` });
}
