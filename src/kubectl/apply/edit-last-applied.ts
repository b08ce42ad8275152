/** `kubectl apply edit-last-applied` (kubectl/pkg/cmd/apply/apply_edit_last_applied.go, cmd/util/editor ApplyEditMode). */
import { goJSON } from '../../api/go-format.ts';
import type { KubeObject } from '../../api/object.ts';
import { decode } from '../decode.ts';
import { editFile } from '../edit-file.ts';
import { CommandError, throwAll } from '../errors.ts';
import { fieldManagerFlag, filenameFlags, printFlags } from '../flag-sets.ts';
import { yamlText } from '../printers/yaml-text.ts';
import { filenamesOf, type Info, retrieve } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { LAST_APPLIED, lastApplied } from './last-applied.ts';
import { resultPrinter } from './print-result.ts';

const HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

export const editLastApplied: Verb = {
  name: 'edit-last-applied',
  usage: 'edit-last-applied (RESOURCE/NAME | -f FILENAME)',
  short: 'Edit latest last-applied-configuration annotations of a resource/object',
  long: `Edit the latest last-applied-configuration annotations of resources from the default editor.

 The edit-last-applied command allows you to directly edit any API resource you can retrieve via the command-line tools. It will open the editor defined by your KUBE_EDITOR, or EDITOR environment variables, or fall back to 'vi' for Linux or 'notepad' for Windows.`,
  flags: [
    ...filenameFlags('to use to edit the resource'),
    ...printFlags,
    fieldManagerFlag('kubectl-client-side-apply'),
  ],
  async run(context) {
    const query = { args: context.args, files: filenamesOf(context), listWhenNameless: true };
    const { infos, errors } = await retrieve(context, query);
    throwAll(errors);
    const annotated = infos.filter(({ object }) => lastApplied(object) !== undefined);
    if (annotated.length === 0) {
      throw new CommandError(
        'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
      );
    }
    // Simplified: several objects are edited one after the other, and a broken text is not opened again.
    for (const info of annotated) await editOne(context, info);
  },
};

async function editOne(context: VerbContext, info: Info): Promise<void> {
  const before = HEADER + yamlText(JSON.parse(lastApplied(info.object) ?? '{}') as KubeObject);
  const after = await editFile(context.io, 'kubectl-edit-*.yaml', before);
  if (content(after) === content(before)) return context.complain('Edit cancelled, no changes made.\n');
  if (content(after).trim() === '') return context.complain('Edit cancelled, saved file was empty.\n');
  const { objects, error } = decode(content(after), 'edited-file');
  const [edited] = objects;
  if (!edited) throw error ?? new CommandError('the edited file holds no object');
  const patch = { metadata: { annotations: { [LAST_APPLIED]: `${goJSON(edited)}\n` } } };
  const { resource, name, namespace } = info;
  const fieldManager = context.flags.string('field-manager');
  const options = { fieldManager };
  const stored = await context.client.patch(resource, name, namespace, 'application/merge-patch+json', patch, options);
  await (
    await resultPrinter(context, 'edited')
  )(stored);
}

const content = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
