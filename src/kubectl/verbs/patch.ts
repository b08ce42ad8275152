/** `kubectl patch` (kubectl/pkg/cmd/patch/patch.go). */
import { dequal } from 'dequal';
import { load } from 'js-yaml';
import type { KubeObject } from '../../api/object.ts';
import { applyJsonPatch } from '../../api/patch/json-patch.ts';
import { applyMergePatch, type Json } from '../../api/patch/json-merge-patch.ts';
import { hasPatchSchema, patchSchemaOf } from '../../api/patch/patch-keys.ts';
import { applyStrategicMergePatch } from '../../api/patch/strategic-merge.ts';
import { groupVersion, resourcePath } from '../../api/resource.ts';
import { StatusError } from '../../api/status.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { completeResources } from '../complete-resources.ts';
import { CommandError, throwAll } from '../errors.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags } from '../flag-sets.ts';
import { readLocal } from '../local-objects.ts';
import { objectName } from '../printers/object-printer.ts';
import { filenamesOf, type Info, resolveTargets } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

export const patch: Verb = {
  name: 'patch',
  usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  short: 'Update fields of a resource',
  long: 'Update fields of a resource using strategic merge patch, a JSON merge patch, or a JSON patch.\n\n JSON and YAML formats are accepted.',
  examples: `# Partially update a node using a strategic merge patch, specifying the patch as JSON
kubectl patch node k8s-node-1 -p '{"spec":{"unschedulable":true}}'

# Update a container's image; spec.containers[*].name is required because it's a merge key
kubectl patch pod valid-pod -p '{"spec":{"containers":[{"name":"kubernetes-serve-hostname","image":"new image"}]}}'

# Update a container's image using a JSON patch with positional arrays
kubectl patch pod valid-pod --type='json' -p='[{"op": "replace", "path": "/spec/containers/0/image", "value":"new image"}]'`,
  flags: [
    ...filenameFlags('identifying the resource to update'),
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-patch'),
    {
      name: 'patch',
      short: 'p',
      type: 'string',
      default: '',
      usage: 'The patch to be applied to the resource JSON file.',
    },
    {
      name: 'patch-file',
      type: 'string',
      default: '',
      usage: 'A file containing a patch to be applied to the resource.',
    },
    {
      name: 'type',
      type: 'string',
      default: 'strategic',
      usage: 'The type of patch being provided; one of [json merge strategic]',
    },
    {
      name: 'local',
      type: 'bool',
      default: false,
      usage: 'If true, patch will operate on the content of the file, not the server-side resource.',
    },
    {
      name: 'subresource',
      type: 'string',
      default: '',
      usage: 'If specified, patch will operate on the subresource of the requested object.',
    },
  ],
  complete: completeResources,
  async run(context) {
    const type = TYPES[context.flags.string('type').toLowerCase()];
    const body = patchBody(context);
    if (!type) {
      throw new CommandError(
        `--type must be one of [json merge strategic], not ${JSON.stringify(context.flags.string('type'))}`,
      );
    }
    const query = { args: context.args, files: filenamesOf(context) };
    if (context.flags.bool('local')) return patchFiles(context, type, body);
    const { targets, errors } = await resolveTargets(context, query);
    const failures = [...errors];
    for (const target of targets) {
      if (target.kind === 'list') continue;
      try {
        await patchOne(context, target, type, body);
      } catch (error) {
        failures.push(unsupported(error, type, target.resource));
      }
    }
    throwAll(failures);
  },
};

async function patchFiles(context: VerbContext, type: string, body: string): Promise<void> {
  const { args, flags } = context;
  if (args.length > 0) throw new CommandError('cannot specify --local and server resources');
  if ((await dryRunStrategy(context)) === 'server')
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  const { infos, errors } = await readLocal(context, { args, files: filenamesOf(context) });
  if (flags.string('subresource') === '')
    for (const { object } of infos) await printPatched(context, object, patchedHere(object, type, body));
  throwAll(errors);
}

/** The patch as JSON text: YAML is converted; what begins like a JSON object goes to the server as it is. */
function patchBody({ flags, io }: VerbContext): string {
  const file = flags.string('patch-file');
  const given = flags.string('patch');
  if (file === '' && given === '') {
    throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  }
  if (file !== '' && given !== '') throw new CommandError('cannot specify --patch and --patch-file together');
  let text = given;
  if (file !== '') {
    try {
      text = io.files.read(file);
    } catch {
      throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
    }
  }
  if (text.trimStart().startsWith('{')) return text;
  try {
    return JSON.stringify(load(text));
  } catch (error) {
    throw new CommandError(`unable to parse ${JSON.stringify(given)}: yaml: ${yamlComplaint(error)}`);
  }
}

function yamlComplaint(error: unknown): string {
  const { reason = '', mark } = error as { reason?: string; mark?: { line: number } };
  if (reason.includes('tab')) return `line ${(mark?.line ?? 0) + 1}: found character that cannot start any token`;
  return mark ? `line ${mark.line + 1}: ${reason}` : (error as Error).message.split('\n')[0]!;
}

/** Custom resources take no strategic merge patch. */
function unsupported(error: unknown, type: string, resource: Info['resource']): unknown {
  if (!(error instanceof StatusError) || error.reason !== 'UnsupportedMediaType') return error;
  const kind = `${groupVersion(resource)}, Kind=${resource.kind}`;
  return new CommandError(`${type} is not supported by ${kind}: ${error.status.message ?? ''}`);
}

async function patchOne(
  context: VerbContext,
  target: Pick<Info, 'resource' | 'name' | 'namespace'>,
  type: string,
  body: string,
): Promise<void> {
  const { resource, name, namespace } = target;
  const { flags, client } = context;
  const subresource = flags.string('subresource') || undefined;
  const dryRun = await dryRunStrategy(context);
  const before = await client.get(resource, name, namespace, subresource);
  if (dryRun === 'client') return printPatched(context, before, patchedHere(before, type, body));
  const query = new URLSearchParams({ fieldManager: flags.string('field-manager') });
  if (dryRun === 'server') query.set('dryRun', 'All');
  const path = `${resourcePath(resource, namespace, name, subresource)}?${query.toString()}`;
  const response = await client.request(path, { method: 'PATCH', headers: { 'Content-Type': type }, body });
  return printPatched(context, before, (await response.json()) as KubeObject);
}

async function printPatched(context: VerbContext, before: KubeObject, after: KubeObject): Promise<void> {
  const { flags } = context;
  const dryRun = await dryRunStrategy(context);
  const operation = dequal(meaning(before), meaning(after)) ? 'patched (no change)' : 'patched';
  const printer = await resultPrinter(context, operation);
  if (dryRun !== 'none' && !flags.changed('output')) return context.print(dryRunLine(after, operation));
  await printer(after);
}

/** What the patch makes of an object, without a server (getPatchedJSON). */
function patchedHere(object: KubeObject, type: string, body: string): KubeObject {
  const patch: unknown = JSON.parse(body);
  if (type === TYPES['json']) return applyJsonPatch(structuredClone(object), patch as unknown[]) as KubeObject;
  if (type === TYPES['merge']) return applyMergePatch(object, patch) as KubeObject;
  if (!hasPatchSchema(object)) {
    const { apiVersion = '', kind = '' } = object;
    throw new CommandError(
      `strategic merge patch is not supported for ${apiVersion}, Kind=${kind} locally, try --type merge`,
    );
  }
  return applyStrategicMergePatch(object as Json, patch as Json, patchSchemaOf(object)) as KubeObject;
}

/** A dry run says 'patched' and does not call itself one. */
function dryRunLine(object: KubeObject, operation: string): string {
  return `${objectName(object)} ${operation}\n`;
}

function meaning(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}
