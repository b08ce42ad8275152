/** `kubectl create role|clusterrole|rolebinding|clusterrolebinding` (kubectl/pkg/cmd/create/create_*role*.go). */
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import type { Mapper } from '../mapper.ts';
import { defineGenerator, type GeneratorInput } from './generator.ts';
import { typed } from './pod-template.ts';

const API_VERSION = 'rbac.authorization.k8s.io/v1';
const GROUP = 'rbac.authorization.k8s.io';
const STANDARD_VERBS = new Set([
  'get',
  'delete',
  'list',
  'create',
  'update',
  'patch',
  'watch',
  'proxy',
  'redirect',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
  '*',
  'approve',
  'sign',
  'attest',
  'request-serviceaccounts-token-audience',
]);

export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

const ruleFlags: readonly FlagSpec[] = [
  { name: 'verb', type: 'strings', default: [], usage: 'Verb that applies to the resources contained in the rule' },
  { name: 'resource', type: 'strings', default: [], usage: 'Resource that the rule applies to' },
  {
    name: 'resource-name',
    type: 'stringArray',
    default: [],
    usage: 'Resource in the white list that the rule applies to, repeat this flag for multiple items',
  },
];

/** One rule an API group, groups in order, as the server's resources have them. */
export function resourceRules(
  mapper: Mapper,
  verbs: string[],
  resources: readonly string[],
  resourceNames: string[],
): PolicyRule[] {
  const byGroup = new Map<string, string[]>();
  for (const text of resources) {
    const { group, resource } = findResource(mapper, text);
    const list = byGroup.get(group) ?? [];
    if (!list.includes(resource)) list.push(resource);
    byGroup.set(group, list);
  }
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, names]) => ({
      verbs,
      apiGroups: [group],
      resources: names,
      ...(resourceNames.length > 0 ? { resourceNames } : {}),
    }));
}

function findResource(mapper: Mapper, text: string): { group: string; resource: string } {
  const [typed = '', ...sub] = text.split('/');
  const subresource = sub.length > 0 ? `/${sub.join('/')}` : '';
  if (typed.split('.')[0] === '*') return { group: typed.slice(2), resource: `*${subresource}` };
  const found = mapper.find(typed);
  if (!found) {
    const [name = '', ...group] = typed.split('.');
    const where = group.length > 0 ? ` in group ${JSON.stringify(group.join('.'))}` : '';
    throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(name)}${where}`, {
      verbatim: true,
    });
  }
  return { group: found.group, resource: found.resource + subresource };
}

async function verbsOf(context: GeneratorInput): Promise<string[]> {
  const given = [...new Set(context.flags.strings('verb'))];
  const verbs = given.includes('*') ? ['*'] : given;
  if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
  if (context.flags.strings('resource').length > 0) {
    for (const verb of verbs.filter((one) => !STANDARD_VERBS.has(one))) {
      await context.complain(`Warning: '${verb}' is not a standard resource verb\n`);
    }
  }
  return verbs;
}

export const createRole = defineGenerator({
  name: 'role',
  usage:
    'role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a role with single rule',
  long: 'Create a role with single rule.',
  examples: `# Create a role named "pod-reader" that allows user to perform "get", "watch" and "list" on pods
kubectl create role pod-reader --verb=get --verb=list --verb=watch --resource=pods`,
  flags: ruleFlags,
  generate: async (context) => {
    const verbs = await verbsOf(context);
    const resources = context.flags.strings('resource');
    if (resources.length === 0) throw new CommandError('at least one resource must be specified');
    const rules = resourceRules(await context.mapper(), verbs, resources, [...context.flags.strings('resource-name')]);
    return typed(API_VERSION, 'Role', { metadata: { name: context.name }, rules });
  },
});

export const createClusterRole = defineGenerator({
  name: 'clusterrole',
  usage:
    'clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a cluster role',
  long: 'Create a cluster role.',
  flags: [
    ...ruleFlags,
    { name: 'non-resource-url', type: 'strings', default: [], usage: 'A partial url that user should have access to.' },
    {
      name: 'aggregation-rule',
      type: 'strings',
      default: [],
      usage: 'An aggregation label selector for combining ClusterRoles.',
    },
  ],
  generate: async (context) => {
    const { flags, name } = context;
    if (flags.strings('aggregation-rule').length > 0) {
      if (['non-resource-url', 'verb', 'resource', 'resource-name'].some((flag) => flags.strings(flag).length > 0))
        throw new CommandError(
          'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
        );
      const matchLabels = Object.fromEntries(flags.strings('aggregation-rule').map(keyValue));
      return typed(API_VERSION, 'ClusterRole', {
        metadata: { name },
        rules: null,
        aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
      });
    }
    const verbs = await verbsOf(context);
    const resources = flags.strings('resource');
    const urls = [...flags.strings('non-resource-url')];
    if (resources.length === 0 && urls.length === 0) {
      throw new CommandError('one of resource or nonResourceURL must be specified');
    }
    const names = [...flags.strings('resource-name')];
    const rules = resources.length > 0 ? resourceRules(await context.mapper(), verbs, resources, names) : [];
    if (urls.length > 0) rules.push(urlRule(verbs, urls));
    return typed(API_VERSION, 'ClusterRole', { metadata: { name }, rules });
  },
});

const URL_VERBS = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];

function urlRule(verbs: string[], urls: string[]): PolicyRule {
  const stranger = verbs.find((verb) => !URL_VERBS.includes(verb));
  if (stranger !== undefined) throw new CommandError(`invalid verb: '${stranger}' for nonResourceURL`);
  for (const url of urls) {
    if (url === '*') continue;
    if (!url.startsWith('/')) throw new CommandError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*'))
      throw new CommandError("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
  return { verbs, nonResourceURLs: urls };
}

function keyValue(text: string): [string, string] {
  const [key = '', value] = text.split('=');
  if (value === undefined) throw new CommandError(`invalid aggregation rule ${text}, expected key=value`);
  return [key, value];
}

const subjectFlags: readonly FlagSpec[] = [
  {
    name: 'user',
    type: 'stringArray',
    default: [],
    usage: 'Usernames to bind to the role. The flag can be repeated to add multiple users.',
  },
  {
    name: 'group',
    type: 'stringArray',
    default: [],
    usage: 'Groups to bind to the role. The flag can be repeated to add multiple groups.',
  },
  {
    name: 'serviceaccount',
    type: 'stringArray',
    default: [],
    usage:
      'Service accounts to bind to the role, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.',
  },
];
const clusterRoleFlag: FlagSpec = {
  name: 'clusterrole',
  type: 'string',
  default: '',
  usage: 'ClusterRole this RoleBinding should reference',
};

function subjects(flags: GeneratorInput['flags']): Record<string, string>[] {
  return [
    ...flags.strings('user').map((name) => ({ kind: 'User', apiGroup: GROUP, name })),
    ...flags.strings('group').map((name) => ({ kind: 'Group', apiGroup: GROUP, name })),
    ...flags.strings('serviceaccount').map((text) => {
      const [namespace = '', name = '', ...more] = text.split(':');
      if (namespace === '' || name === '' || more.length > 0) {
        throw new CommandError('serviceaccount must be <namespace>:<name>');
      }
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
}

function binding(kind: string, name: string, flags: GeneratorInput['flags'], role: { kind: string; name: string }) {
  const who = subjects(flags);
  return typed(API_VERSION, kind, {
    metadata: { name },
    ...(who.length > 0 ? { subjects: who } : {}),
    roleRef: { apiGroup: GROUP, kind: role.kind, name: role.name },
  });
}

export const createRoleBinding = defineGenerator({
  name: 'rolebinding',
  usage:
    'rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  long: 'Create a role binding for a particular role or cluster role.',
  flags: [
    clusterRoleFlag,
    { name: 'role', type: 'string', default: '', usage: 'Role this RoleBinding should reference' },
    ...subjectFlags,
  ],
  failure: 'failed to create rolebinding: ',
  generate: ({ flags, name }) => {
    const role = flags.string('role');
    const clusterRole = flags.string('clusterrole');
    if ((role === '') === (clusterRole === '')) {
      throw new CommandError('exactly one of clusterrole or role must be specified');
    }
    const kind = role === '' ? 'ClusterRole' : 'Role';
    return binding('RoleBinding', name, flags, { kind, name: role || clusterRole });
  },
});

export const createClusterRoleBinding = defineGenerator({
  name: 'clusterrolebinding',
  usage:
    'clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  long: 'Create a cluster role binding for a particular cluster role.',
  flags: [{ ...clusterRoleFlag, required: true }, ...subjectFlags],
  failure: 'failed to create clusterrolebinding: ',
  generate: ({ flags, name }) =>
    binding('ClusterRoleBinding', name, flags, { kind: 'ClusterRole', name: flags.string('clusterrole') }),
});
