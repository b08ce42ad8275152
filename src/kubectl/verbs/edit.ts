/** `kubectl edit` (kubectl/pkg/cmd/edit/edit.go, kubectl/pkg/cmd/util/editor/editoptions.go). */
import { dequal } from 'dequal';
import type { KubeObject } from '../../api/object.ts';
import { createMergePatch } from '../../api/patch/json-merge-patch.ts';
import { StatusError } from '../../api/status.ts';
import { validationFlag, validationOf } from '../apply/validation.ts';
import { completeResources } from '../complete-resources.ts';
import { decode } from '../decode.ts';
import { editFile } from '../edit-file.ts';
import { CommandError, describeError, plainMessage, SilentExit, throwAll } from '../errors.ts';
import { fieldManagerFlag, filenameFlags, printFlags } from '../flag-sets.ts';
import { goJSON } from '../../api/go-format.ts';
import { objectName } from '../printers/object-printer.ts';
import { yamlText } from '../printers/yaml-text.ts';
import { filenamesOf, type Info, retrieve } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

export const edit: Verb = {
  name: 'edit',
  usage: 'edit (RESOURCE/NAME | -f FILENAME)',
  short: 'Edit a resource on the server',
  long: `Edit a resource from the default editor.

 The edit command allows you to directly edit any API resource you can retrieve via the command-line tools. It will open the editor defined by your KUBE_EDITOR, or EDITOR environment variables, or fall back to 'vi' for Linux or 'notepad' for Windows.`,
  examples: `# Edit the service named 'registry'
kubectl edit svc/registry

# Use an alternative editor
KUBE_EDITOR="nano" kubectl edit svc/registry`,
  flags: [
    ...filenameFlags('to use to edit the resource'),
    ...printFlags,
    validationFlag,
    fieldManagerFlag('kubectl-edit'),
    {
      name: 'subresource',
      type: 'string',
      default: '',
      usage: 'If specified, edit will operate on the subresource of the requested object.',
    },
  ],
  complete: completeResources,
  async run(context) {
    const { infos, errors } = await retrieve(context, {
      args: context.args,
      files: filenamesOf(context),
      listWhenNameless: true,
    });
    throwAll(errors);
    if (infos.length === 0) throw new CommandError('edit cancelled, no objects found', { verbatim: true });
    // Simplified: several objects are edited one after the other and not as one List.
    for (const info of infos) await editOne(context, info);
  },
};

async function editOne(context: VerbContext, info: Info): Promise<void> {
  const isJSON = context.flags.string('output') === 'json';
  const original = shown(info.object);
  let text = isJSON ? `${goJSON(original, '    ')}\n` : yamlText(original);
  let reasons: string[] = [];
  for (;;) {
    const before = withHeader(text, reasons);
    const after = await editFile(context.io, `kubectl-edit-*.${isJSON ? 'json' : 'yaml'}`, before);
    if (content(after) === content(before)) return unchanged(context, reasons, after);
    if (content(after).trim() === '') return context.complain('Edit cancelled, saved file was empty.\n');
    const problem = await save(context, info, original, after);
    if (!problem) return;
    await context.complain(problem.said);
    reasons = problem.reasons;
    text = content(after);
  }
}

const shown = (object: KubeObject): KubeObject => {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
};

const withHeader = (text: string, reasons: readonly string[]): string =>
  HEADER + reasons.map((line) => `# ${line}\n`).join('') + (reasons.length > 0 ? '#\n' : '') + text;

const content = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');

async function unchanged(context: VerbContext, reasons: readonly string[], text: string): Promise<void> {
  if (reasons.length === 0) return context.complain('Edit cancelled, no changes made.\n');
  const path = `/tmp/kubectl-edit-${context.io.clock.now()}.yaml`;
  context.io.files.write(path, text);
  await context.complain(`A copy of your changes has been stored to "${path}"\n`);
  throw new CommandError('Edit cancelled, no valid changes were saved.');
}

interface Problem {
  said: string;
  reasons: string[];
}

/** Sends what was edited. Resolves with what the server did not like about it. */
async function save(
  context: VerbContext,
  info: Info,
  original: KubeObject,
  text: string,
): Promise<Problem | undefined> {
  try {
    const { objects, error } = decode(content(text), 'edited-file');
    const [edited] = objects;
    if (!edited) throw error ?? new CommandError('the edited file holds no object');
    if (dequal(edited, original)) {
      await context.print(`${objectName(info.object)} skipped\n`);
      return undefined;
    }
    if (edited.metadata?.name !== original.metadata?.name)
      throw new CommandError('At least one of apiVersion, kind and name was changed');
    const patch = createMergePatch(original, edited);
    const answer = await context.client.patch(
      info.resource,
      info.name,
      info.namespace,
      'application/merge-patch+json',
      patch,
      {
        fieldManager: context.flags.string('field-manager'),
        fieldValidation: validationOf(context.flags.string('validate')),
      },
    );
    await context.print(`${objectName(answer)} edited\n`);
    return undefined;
  } catch (error) {
    if (context.io.signal.aborted || error instanceof SilentExit) throw error;
    return problemOf(error, info);
  }
}

/** On the terminal one line says what is wrong; the reopened file says it whole. */
function problemOf(error: unknown, info: Info): Problem {
  const name = `${info.resource.resource}${info.resource.group === '' ? '' : `.${info.resource.group}`}`;
  if (error instanceof StatusError && error.reason === 'Invalid') {
    const causes = (error.status.details?.causes ?? []).map(({ field, message }) => `* ${field}: ${message}`);
    const line = `${name} ${JSON.stringify(info.name)} is invalid`;
    return { said: `error: ${line}\n`, reasons: [`${name} ${JSON.stringify(info.name)} was not valid:`, ...causes] };
  }
  if (error instanceof StatusError) {
    const { text } = describeError(error);
    return { said: `${text.trimEnd()}\n`, reasons: [error.message] };
  }
  const message = plainMessage(error);
  return { said: `error: ${message}\n`, reasons: [`The edited file had a syntax error: ${message}`] };
}
