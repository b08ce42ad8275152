/** Flags that many commands share, with kubectl's own words. */
import type { FlagSpec } from './flags.ts';

export const ALL_FORMATS =
  'json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file';

/** `-f`, `-R`, `-k`. `doing` ends the sentence of `--filename`: 'to use to create the resource'. */
export function filenameFlags(usage: string): FlagSpec[] {
  return [
    { name: 'filename', short: 'f', type: 'strings', default: [], usage },
    {
      name: 'kustomize',
      short: 'k',
      type: 'string',
      default: '',
      usage: "Process the kustomization directory. This flag can't be used together with -f or -R.",
    },
    {
      name: 'recursive',
      short: 'R',
      type: 'bool',
      default: false,
      usage:
        'Process the directory used in -f, --filename recursively. Useful when you want to manage related manifests organized within the same directory.',
    },
  ];
}

/** `-o` and what belongs to it, for verbs that print objects. */
export const printFlags: readonly FlagSpec[] = [
  { name: 'output', short: 'o', type: 'string', default: '', usage: `Output format. One of: (${ALL_FORMATS}).` },
  {
    name: 'allow-missing-template-keys',
    type: 'bool',
    default: true,
    usage:
      'If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.',
  },
  {
    name: 'show-managed-fields',
    type: 'bool',
    default: false,
    usage: 'If true, keep the managedFields when printing objects in JSON or YAML format.',
  },
  {
    name: 'template',
    type: 'string',
    default: '',
    usage:
      'Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].',
  },
];

export const selectorFlag: FlagSpec = {
  name: 'selector',
  short: 'l',
  type: 'string',
  default: '',
  usage:
    "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.(e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.",
};

export const fieldSelectorFlag: FlagSpec = {
  name: 'field-selector',
  type: 'string',
  default: '',
  usage:
    "Selector (field query) to filter on, supports '=', '==', and '!='.(e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
};

export const allNamespacesFlag: FlagSpec = {
  name: 'all-namespaces',
  short: 'A',
  type: 'bool',
  default: false,
  usage:
    'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
};

export const allFlag: FlagSpec = {
  name: 'all',
  type: 'bool',
  default: false,
  usage: 'Select all resources, in the namespace of the specified resource types',
};

export const chunkSizeFlag: FlagSpec = {
  name: 'chunk-size',
  type: 'int',
  default: 500,
  usage:
    'Return large lists in chunks rather than all at once. Pass 0 to disable. This flag is beta and may change in the future.',
};

export const dryRunFlag: FlagSpec = {
  name: 'dry-run',
  type: 'string',
  default: 'none',
  noOptDefault: 'unchanged',
  usage:
    'Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.',
};

export function fieldManagerFlag(manager: string): FlagSpec {
  return {
    name: 'field-manager',
    type: 'string',
    default: manager,
    usage: 'Name of the manager used to track field ownership.',
  };
}
