/** The flags of label and annotate. */
import {
  allFlag,
  allNamespacesFlag,
  dryRunFlag,
  fieldManagerFlag,
  fieldSelectorFlag,
  filenameFlags,
  printFlags,
  selectorFlag,
} from './flag-sets.ts';
import type { FlagSpec } from './flags.ts';

export function metadataFlags(verb: 'label' | 'annotate'): FlagSpec[] {
  const what = verb === 'label' ? 'labels' : 'annotations';
  return [
    allFlag,
    allNamespacesFlag,
    dryRunFlag,
    fieldManagerFlag(`kubectl-${verb}`),
    fieldSelectorFlag,
    ...filenameFlags(`Filename, directory, or URL to files identifying the resource to update the ${what}`),
    { name: 'list', type: 'bool', default: false, usage: `If true, display the ${what} for a given resource.` },
    {
      name: 'local',
      type: 'bool',
      default: false,
      usage: `If true, ${verb} will NOT contact api-server but run locally.`,
    },
    {
      name: 'overwrite',
      type: 'bool',
      default: false,
      usage: `If true, allow ${what} to be overwritten, otherwise reject ${verb === 'label' ? 'label' : 'annotation'} updates that overwrite existing ${what}.`,
    },
    ...printFlags,
    {
      name: 'resource-version',
      type: 'string',
      default: '',
      usage: `If non-empty, the ${what} update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.`,
    },
    selectorFlag,
  ];
}
