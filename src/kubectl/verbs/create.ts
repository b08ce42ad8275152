/** `kubectl create`: from files, or one of the generators (kubectl/pkg/cmd/create/create.go). */
import type { KubeObject } from '../../api/object.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { withLastAppliedOfFile } from '../apply/last-applied.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { unversioned } from '../apply/unversioned.ts';
import { asValidationError, validationFlag, validationOf } from '../apply/validation.ts';
import { createConfigMap } from '../create/configmap.ts';
import { createDeployment } from '../create/deployment.ts';
import { saveConfigFlag } from '../create/generator.ts';
import { createIngress } from '../create/ingress.ts';
import { createClusterRole, createClusterRoleBinding, createRole, createRoleBinding } from '../create/rbac.ts';
import { createSecret } from '../create/secret.ts';
import { createService } from '../create/service.ts';
import {
  createNamespace,
  createPodDisruptionBudget,
  createPriorityClass,
  createQuota,
  createServiceAccount,
} from '../create/small-kinds.ts';
import { createToken } from '../create/token.ts';
import { createCronJob, createJob } from '../create/workloads.ts';
import { addSource, CommandError, throwAll, usageErrorf } from '../errors.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import { filenamesOf, resolveTargets, type Target } from '../resources.ts';
import { rawFlag, sendRaw } from '../raw.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const create: Verb = {
  name: 'create',
  usage: 'create -f FILENAME',
  short: 'Create a resource from a file or from stdin',
  long: 'Create a resource from a file or from stdin.\n\n JSON and YAML formats are accepted.',
  examples: `# Create a pod using the data in pod.json
kubectl create -f ./pod.json

# Create a pod based on the JSON passed into stdin
cat pod.json | kubectl create -f -`,
  flags: [
    ...filenameFlags('Filename, directory, or URL to files to use to create the resource'),
    selectorFlag,
    rawFlag('POST'),
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-create'),
    saveConfigFlag,
    validationFlag,
  ],
  subverbs: [
    createClusterRole,
    createClusterRoleBinding,
    createConfigMap,
    createCronJob,
    createDeployment,
    createIngress,
    createJob,
    createNamespace,
    createPodDisruptionBudget,
    createPriorityClass,
    createQuota,
    createRole,
    createRoleBinding,
    createSecret,
    createService,
    createServiceAccount,
    createToken,
  ],
  run: createFromFiles,
};

async function createFromFiles(context: VerbContext): Promise<void> {
  if (await sendRaw(context, 'POST')) return;
  const files = filenamesOf(context);
  if (files.filenames.length === 0 && files.kustomize === '') {
    if (context.args.length > 0) throw usageErrorf(context.command, `Unexpected args: [${context.args.join(' ')}]`);
    throw new CommandError('must specify one of -f and -k');
  }
  if (context.args.length > 0) throw usageErrorf(context.command, `Unexpected args: [${context.args.join(' ')}]`);
  const printer = await resultPrinter(context, 'created');
  const validation = validationOf(context.flags.string('validate'));
  const { targets, errors } = await resolveTargets(context, { args: [], files }).catch((error: unknown) => {
    throw isEmpty(error) ? new CommandError('no objects passed to create') : error;
  });
  const failures: unknown[] = [];
  for (const target of targets) {
    try {
      await printer(await createTarget(context, target as FileTarget, validation));
    } catch (error) {
      failures.push(error);
    }
  }
  throwAll([...failures, ...errors.map((error) => asValidationError(error, validation))]);
}

export type FileTarget = Extract<Target, { kind: 'file' }>;

/** True for what resolveTargets says when the files hold nothing; each verb has its own words for that. */
export function isEmpty(error: unknown): boolean {
  return error instanceof CommandError && error.message === 'no objects passed to command';
}

/** The file's object as it is sent: in the namespace it goes to. */
export function placedObject(target: FileTarget): KubeObject {
  const { object, namespace } = target;
  if (namespace === undefined || object.metadata?.namespace) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

async function createTarget(
  context: VerbContext,
  target: FileTarget,
  fieldValidation: 'Strict' | 'Warn' | 'Ignore',
): Promise<KubeObject> {
  const placed = placedObject(target);
  const object = context.flags.bool('save-config') ? withLastAppliedOfFile(placed) : placed;
  const dryRun = await dryRunStrategy(context);
  if (dryRun === 'client') return object;
  try {
    return await context.client.create(target.resource, unversioned(object), target.namespace, {
      dryRun: dryRun === 'server',
      fieldManager: context.flags.string('field-manager'),
      fieldValidation,
    });
  } catch (error) {
    throw addSource(error, 'creating', target.source);
  }
}
