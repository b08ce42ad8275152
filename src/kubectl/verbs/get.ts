/** kubectl get (kubectl/pkg/cmd/get/get.go). */
import { CommandError } from '../errors.ts';
import {
  allNamespacesFlag,
  chunkSizeFlag,
  fieldSelectorFlag,
  filenameFlags,
  printFlags,
  selectorFlag,
} from '../flag-sets.ts';
import type { FlagSpec } from '../flags.ts';
import { isForPeople, printObjects } from '../get/print-objects.ts';
import { printTables } from '../get/print-tables.ts';
import { watchTargets } from '../get/watch.ts';
import { GET_FORMATS, outputFormat, unknownFormat } from '../printers/object-printer.ts';
import { relaxedPath } from '../printers/custom-columns.ts';
import { parseTemplate } from '../../api/jsonpath/parse.ts';
import { filenamesOf, resolveTargets } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { completeResources } from '../complete-resources.ts';

const bool = (name: string, usage: string, short?: string): FlagSpec => ({
  name,
  type: 'bool',
  default: false,
  usage,
  ...(short ? { short } : {}),
});

const flags: FlagSpec[] = [
  allNamespacesFlag,
  chunkSizeFlag,
  fieldSelectorFlag,
  ...filenameFlags('Filename, directory, or URL to files identifying the resource to get from a server.'),
  bool(
    'ignore-not-found',
    'If set to true, suppresses NotFound error for specific objects that do not exist. Using this flag with commands that query for collections of resources has no effect when no resources are found.',
  ),
  {
    name: 'label-columns',
    short: 'L',
    type: 'strings',
    default: [],
    usage:
      'Accepts a comma separated list of labels that are going to be presented as columns. Names are case-sensitive. You can also use multiple flag options like -L label1 -L label2...',
  },
  bool(
    'no-headers',
    "When using the default or custom-column output format, don't print headers (default print headers).",
  ),
  bool(
    'output-watch-events',
    'Output watch event objects when --watch or --watch-only is used. Existing objects are output as initial ADDED events.',
  ),
  {
    name: 'raw',
    type: 'string',
    default: '',
    usage: 'Raw URI to request from the server.  Uses the transport specified by the kubeconfig file.',
  },
  selectorFlag,
  {
    name: 'server-print',
    type: 'bool',
    default: true,
    usage: 'If true, have the server return the appropriate table output. Supports extension APIs and CRDs.',
  },
  bool('show-kind', 'If present, list the resource type for the requested object(s).'),
  bool('show-labels', 'When printing, show all labels as the last column (default hide labels column)'),
  {
    name: 'sort-by',
    type: 'string',
    default: '',
    usage:
      "If non-empty, sort list types using this field specification.  The field specification is expressed as a JSONPath expression (e.g. '{.metadata.name}'). The field in the API resource specified by this JSONPath expression must be an integer or a string.",
  },
  {
    name: 'subresource',
    type: 'string',
    default: '',
    usage: 'If specified, gets the subresource of the requested object.',
  },
  bool('watch', 'After listing/getting the requested object, watch for changes.', 'w'),
  bool('watch-only', 'Watch for changes to the requested object(s), without listing/getting first.'),
  ...printFlags.map((flag) =>
    flag.name === 'output'
      ? {
          ...flag,
          usage:
            'Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-columns-file, wide). See custom columns [https://kubernetes.io/docs/reference/kubectl/#custom-columns], golang template [http://golang.org/pkg/text/template/#pkg-overview] and jsonpath template [https://kubernetes.io/docs/reference/kubectl/jsonpath/].',
        }
      : flag,
  ),
];

export const get: Verb = {
  name: 'get',
  usage:
    'get [(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  short: 'Display one or many resources',
  long: `Display one or many resources.

 Prints a table of the most important information about the specified resources. You can filter the list using a label selector and the --selector flag. If the desired resource type is namespaced you will only see results in the current namespace if you don't specify any namespace.

 By specifying the output as 'template' and providing a Go template as the value of the --template flag, you can filter the attributes of the fetched resources.

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `
# List all pods in ps output format
kubectl get pods

# List all pods in ps output format with more information (such as node name)
kubectl get pods -o wide

# List a single replication controller with specified NAME in ps output format
kubectl get replicationcontroller web

# List deployments in JSON output format, in the "v1" version of the "apps" API group
kubectl get deployments.v1.apps -o json

# List a single pod in JSON output format
kubectl get -o json pod web-pod-13je7

# Return only the phase value of the specified pod
kubectl get -o template pod/web-pod-13je7 --template={{.status.phase}}

# List resource information in custom columns
kubectl get pod test-pod -o custom-columns=CONTAINER:.spec.containers[0].name,IMAGE:.spec.containers[0].image

# List all replication controllers and services together in ps output format
kubectl get rc,services

# List one or more resources by their type and names
kubectl get rc/web service/frontend pods/web-pod-13je7`,
  flags,
  validate,
  run,
  complete: completeResources,
};

function validate(context: VerbContext): void {
  const { flags, args } = context;
  const { name } = outputFormat(flags);
  const files = flags.strings('filename').length > 0 || flags.string('kustomize') !== '';
  if (flags.bool('show-labels') && name !== '' && name !== 'wide')
    throw new CommandError(`--show-labels option cannot be used with ${name} printer`);
  if (flags.bool('output-watch-events') && !flags.bool('watch') && !flags.bool('watch-only')) {
    throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
  }
  if (flags.string('raw') !== '') return;
  if (args.length === 0 && !files) {
    throw new CommandError(
      `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples`,
      { verbatim: true },
    );
  }
  if (name !== '' && !GET_FORMATS.includes(name)) throw unknownFormat(flags.string('output'), GET_FORMATS);
  if (flags.string('sort-by') !== '') parseTemplate(relaxedPath(flags.string('sort-by')));
}

async function run(context: VerbContext): Promise<number | void> {
  const { flags } = context;
  if (flags.string('raw') !== '') {
    if (context.args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
    const response = await context.client.request(flags.string('raw'));
    return context.print(await response.text());
  }
  const watching = flags.bool('watch') || flags.bool('watch-only');
  const sorting = flags.string('sort-by') !== '';
  const found = await resolveTargets(context, {
    args: context.args,
    files: filenamesOf(context),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    listWhenNameless: true,
    singleResourceType: watching,
  });
  const options = {
    chunkSize: sorting ? 0 : flags.int('chunk-size'),
    wholeObjects: sorting,
    subresource: flags.string('subresource'),
  };
  if (watching) return watchTargets(context, found, options);
  return isForPeople(context) ? printTables(context, found, options) : printObjects(context, found, options);
}
