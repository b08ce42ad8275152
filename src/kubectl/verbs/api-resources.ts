/** kubectl api-resources (kubectl/pkg/cmd/apiresources/apiresources.go). */
import type { KubeObject } from '../../api/object.ts';
import { groupVersion, type ResourceInfo } from '../../api/resource.ts';
import { structuredPrinter } from '../apply/print-result.ts';
import { CommandError, usageErrorf } from '../errors.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';

export const apiResources: Verb = {
  name: 'api-resources',
  usage: 'api-resources [flags]',
  short: 'Print the supported API resources on the server',
  long: 'Print the supported API resources on the server.',
  examples: `
# Print the supported API resources
kubectl api-resources

# Print the supported API resources with more information
kubectl api-resources -o wide

# Print the supported API resources sorted by a column
kubectl api-resources --sort-by=name

# Print the supported namespaced resources
kubectl api-resources --namespaced=true

# Print the supported non-namespaced resources
kubectl api-resources --namespaced=false

# Print the supported API resources with a specific APIGroup
kubectl api-resources --api-group=rbac.authorization.k8s.io`,
  flags: [
    { name: 'api-group', type: 'string', default: '', usage: 'Limit to resources in the specified API group.' },
    { name: 'cached', type: 'bool', default: false, usage: 'Use the cached list of resources if available.' },
    {
      name: 'categories',
      type: 'strings',
      default: [],
      usage: 'Limit to resources that belong to the specified categories.',
    },
    {
      name: 'namespaced',
      type: 'bool',
      default: true,
      usage:
        'If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.',
    },
    {
      name: 'no-headers',
      type: 'bool',
      default: false,
      usage: "When using the default or custom-column output format, don't print headers (default print headers).",
    },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      usage: 'Output format. One of: (json, yaml, name, wide).',
    },
    {
      name: 'sort-by',
      type: 'string',
      default: '',
      usage: "If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'.",
    },
    { name: 'verbs', type: 'strings', default: [], usage: 'Limit to resources that support the specified verbs.' },
  ],
  validate({ args, flags, command }) {
    if (args.length > 0) throw usageErrorf(command, `unexpected arguments: [${args.join(' ')}]`);
    const output = flags.string('output');
    if (!['', 'wide', 'name', 'json', 'kyaml', 'yaml'].includes(output))
      throw new CommandError(
        `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,name,wide,yaml`,
      );
    const sort = flags.string('sort-by');
    if (!['', 'name', 'kind'].includes(sort)) throw new CommandError('--sort-by accepts only name or kind');
  },
  async run(context) {
    // It asks the server, whatever was remembered.
    if (context.io.discovered) context.io.discovered.resources = undefined;
    const rows = wanted(context, (await context.mapper()).preferred());
    const output = context.flags.string('output');
    if (output === 'name') return context.print(rows.map((info) => `${fullName(info)}\n`).join(''));
    const wide = output === 'wide';
    const printer = wide ? undefined : structuredPrinter(context);
    if (printer) return context.print(printer(asList(rows)));
    const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])];
    const lines = rows.map((info) => [
      info.resource,
      info.shortNames.join(','),
      groupVersion(info),
      String(info.namespaced),
      info.kind,
      ...(wide ? [info.verbs.toSorted().join(','), info.categories.join(',')] : []),
    ]);
    const all = context.flags.bool('no-headers') ? lines : [header, ...lines];
    return context.print(alignTabs(all.map((line) => `${line.join('\t')}\n`).join(''), TABLE));
  },
};

/** The resources as discovery lists them. */
function asList(rows: readonly ResourceInfo[]): KubeObject {
  const resources = rows.map(({ resource, singular, namespaced, group, version, kind, ...rest }) => ({
    name: resource,
    singularName: singular,
    namespaced,
    ...(group === '' ? {} : { group }),
    version,
    kind,
    verbs: rest.verbs.toSorted(),
    ...(rest.shortNames.length > 0 ? { shortNames: rest.shortNames } : {}),
    ...(rest.categories.length > 0 ? { categories: rest.categories } : {}),
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources } as KubeObject;
}

function fullName(info: ResourceInfo): string {
  return info.group === '' ? info.resource : `${info.resource}.${info.group}`;
}

function wanted({ flags }: VerbContext, all: readonly ResourceInfo[]): ResourceInfo[] {
  const rows = all.filter(
    (info) =>
      (!flags.changed('api-group') || info.group === flags.string('api-group')) &&
      (!flags.changed('namespaced') || info.namespaced === flags.bool('namespaced')) &&
      flags.strings('verbs').every((verb) => info.verbs.includes(verb)) &&
      flags.strings('categories').every((category) => info.categories.includes(category)),
  );
  const key = flags.string('sort-by');
  if (key === 'name') return rows.sort((a, b) => order(a.resource, b.resource));
  if (key === 'kind') return rows.sort((a, b) => order(a.kind, b.kind));
  return rows.sort((a, b) => order(a.group, b.group) || order(a.resource, b.resource));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
