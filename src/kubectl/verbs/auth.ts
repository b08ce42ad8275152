/** `kubectl auth` (kubectl/pkg/cmd/auth): asks the server what a user may do, and who it takes one for. */
import type { KubeObject } from '../../api/object.ts';
import type { PolicyRule } from '../../api/policy-rules.ts';
import { parentCommand } from '../create/subcommand-help.ts';
import { CommandError, SilentExit } from '../errors.ts';
import { allNamespacesFlag, printFlags } from '../flag-sets.ts';
import { policyRows } from '../policy-rows.ts';
import { objectPrinter, outputFormat } from '../printers/object-printer.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { reconcile } from '../auth/reconcile.ts';

const REVIEWS = { group: 'authorization.k8s.io', version: 'v1' };
const AUTHORIZATION = 'authorization.k8s.io/v1';

const canI: Verb = {
  name: 'can-i',
  usage: 'can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  short: 'Check whether an action is allowed',
  long: `Check whether an action is allowed.

 VERB is a logical Kubernetes API verb like 'get', 'list', 'watch', 'delete', etc. TYPE is a Kubernetes resource. Shortcuts and groups will be resolved. NONRESOURCEURL is a partial URL that starts with "/". NAME is the name of a particular Kubernetes resource.`,
  examples: `# Check to see if I can create pods in any namespace
kubectl auth can-i create pods --all-namespaces

# Check to see if I can list deployments in my current namespace
kubectl auth can-i list deployments.apps`,
  flags: [
    allNamespacesFlag,
    { name: 'list', type: 'bool', default: false, usage: 'If true, prints all allowed actions.' },
    {
      name: 'no-headers',
      type: 'bool',
      default: false,
      usage: 'If true, prints allowed actions without headers',
    },
    {
      name: 'quiet',
      short: 'q',
      type: 'bool',
      default: false,
      usage: 'If true, suppress output and just return the exit code.',
    },
    {
      name: 'subresource',
      type: 'string',
      default: '',
      usage: 'SubResource such as pod/log or deployment/scale',
    },
  ],
  run: (context) => (context.flags.bool('list') ? listRules(context) : askOne(context)),
};

async function askOne(context: VerbContext): Promise<void> {
  const { args, flags } = context;
  const [verb = '', subject] = args;
  if (subject === undefined || args.length > 2) {
    throw new CommandError(
      `you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.`,
    );
  }
  const spec = subject.startsWith('/')
    ? { nonResourceAttributes: { path: subject, verb } }
    : { resourceAttributes: await attributes(context, verb, subject) };
  const review = { apiVersion: AUTHORIZATION, kind: 'SelfSubjectAccessReview', metadata: {}, spec };
  const resource = { ...REVIEWS, resource: 'selfsubjectaccessreviews' };
  const answer = await context.client.create<KubeObject>(resource, review as unknown as KubeObject);
  const status = (answer['status'] ?? {}) as { allowed?: boolean; reason?: string; evaluationError?: string };
  if (!flags.bool('quiet')) {
    const why = status.allowed
      ? ''
      : [status.reason, status.evaluationError].flatMap((text) => (text ? [` - ${text}`] : [])).join('');
    await context.print(`${status.allowed ? 'yes' : 'no'}${why}\n`);
  }
  if (!status.allowed) throw new SilentExit(1);
}

/** What authorisers are asked for (kubectl/pkg/cmd/auth/cani.go resourceVerbs). */
const KNOWN_VERBS = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  ),
);

async function attributes(context: VerbContext, verb: string, subject: string): Promise<Record<string, string>> {
  const { flags } = context;
  const [type = '', name] = subject.split('/');
  const subresource = flags.string('subresource');
  const info = type === '*' ? undefined : (await context.mapper()).find(type);
  if (!info && type !== '*') {
    await context.complain(`Warning: the server doesn't have a resource type '${type}'\n\n`);
  }
  const everywhere = flags.bool('all-namespaces');
  if (info && !info.namespaced && !everywhere) {
    const group = info.group === '' ? '' : ` in group '${info.group}'`;
    await context.complain(`Warning: resource '${info.resource}' is not namespace scoped${group}\n\n`);
  }
  if (!everywhere && !KNOWN_VERBS.has(verb)) await context.complain(`Warning: verb '${verb}' is not a known verb\n\n`);
  const [plain = '', ...group] = type.split('.');
  return {
    ...(everywhere ? {} : { namespace: context.namespace }),
    verb,
    group: info?.group ?? (type === '*' ? '*' : group.join('.')),
    resource: info?.resource ?? (type === '*' ? '*' : plain),
    ...(subresource === '' ? {} : { subresource }),
    ...(name ? { name } : {}),
  };
}

interface Rules {
  resourceRules?: PolicyRule[];
  nonResourceRules?: PolicyRule[];
  incomplete?: boolean;
  evaluationError?: string;
}

async function listRules(context: VerbContext): Promise<void> {
  if (context.args.length > 0) throw new CommandError('list option must be specified with no arguments');
  const review = {
    apiVersion: AUTHORIZATION,
    kind: 'SelfSubjectRulesReview',
    metadata: {},
    spec: { namespace: context.namespace },
  };
  const resource = { ...REVIEWS, resource: 'selfsubjectrulesreviews' };
  const answer = await context.client.create<KubeObject>(resource, review as unknown as KubeObject);
  const status = (answer['status'] ?? {}) as Rules;
  if (status.incomplete) {
    await context.complain(`Warning: the list may be incomplete: ${status.evaluationError ?? ''}\n`);
  }
  const rows = policyRows([...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])]);
  if (!context.flags.bool('no-headers')) rows.unshift(['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']);
  await context.print(alignTabs(rows.map((row) => `${row.join('\t')}\n`).join(''), TABLE));
}

const whoami: Verb = {
  name: 'whoami',
  usage: 'whoami',
  short: 'Experimental: Check self subject attributes',
  long: 'Experimental: Check who you are and your attributes (groups, extra).',
  examples:
    '# Get your subject attributes\nkubectl auth whoami\n\n# Get your subject attributes in JSON format\nkubectl auth whoami -o json',
  flags: printFlags,
  async run(context) {
    const resource = { group: 'authentication.k8s.io', version: 'v1', resource: 'selfsubjectreviews' };
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
    const answer = await context.client.create<KubeObject>(resource, review as KubeObject);
    if (outputFormat(context.flags).name !== '') {
      return context.print(objectPrinter(context.flags, context.io)(answer));
    }
    const { userInfo = {} } = (answer['status'] ?? {}) as { userInfo?: UserInfo };
    const rows = [
      ['ATTRIBUTE', 'VALUE'],
      ...(userInfo.username ? [['Username', userInfo.username]] : []),
      ...(userInfo.uid ? [['UID', userInfo.uid]] : []),
      ...(userInfo.groups?.length ? [['Groups', `[${userInfo.groups.join(' ')}]`]] : []),
      ...Object.entries(userInfo.extra ?? {})
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, values]) => [`Extra: ${key}`, `[${values.join(' ')}]`]),
    ];
    await context.print(alignTabs(rows.map((row) => `${row.join('\t')}\n`).join(''), TABLE));
  },
};

interface UserInfo {
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
}

export const auth = parentCommand(
  {
    name: 'auth',
    usage: 'auth',
    short: 'Inspect authorization',
    long: 'Inspect authorization.',
    flags: [],
    subverbs: [canI, reconcile, whoami],
  },
  'stdout',
);
