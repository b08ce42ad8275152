/** `kubectl create token` (kubectl/pkg/cmd/create/create_token.go). */
import type { KubeObject } from '../../api/object.ts';
import { parseDuration } from '../../api/duration.ts';
import { CommandError, plainMessage, usageErrorf } from '../errors.ts';
import { printFlags } from '../flag-sets.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { structuredPrinter } from '../apply/print-result.ts';
import { typed } from './pod-template.ts';

const SERVICE_ACCOUNTS = { group: '', version: 'v1', resource: 'serviceaccounts' };

export const createToken: Verb = {
  name: 'token',
  usage: 'token SERVICE_ACCOUNT_NAME',
  short: 'Request a service account token',
  long: 'Request a service account token.',
  examples: `# Request a token to authenticate to the kube-apiserver as the service account "myapp" in the current namespace
kubectl create token myapp`,
  flags: [
    ...printFlags,
    {
      name: 'audience',
      type: 'stringArray',
      default: [],
      usage:
        'Audience of the requested token. If unset, defaults to requesting a token for use with the Kubernetes API server. May be repeated to request a token valid for multiple audiences.',
    },
    {
      name: 'duration',
      type: 'duration',
      default: '0s',
      usage:
        'Requested lifetime of the issued token. If not set or if set to 0, the lifetime will be determined by the server automatically. The server may return a token with a longer or shorter lifetime.',
    },
    {
      name: 'bound-object-kind',
      type: 'string',
      default: '',
      usage:
        'Kind of an object to bind the token to. Supported kinds are Node, Pod, Secret. If set, --bound-object-name must be provided.',
    },
    {
      name: 'bound-object-name',
      type: 'string',
      default: '',
      usage:
        'Name of an object to bind the token to. The token will expire when the object is deleted. Requires --bound-object-kind.',
    },
    {
      name: 'bound-object-uid',
      type: 'string',
      default: '',
      usage:
        'UID of an object to bind the token to. Requires --bound-object-kind and --bound-object-name. If unset, the UID of the existing object is used.',
    },
  ],
  async run(context) {
    if (context.args.length !== 1) {
      throw usageErrorf(context.command, `exactly one NAME is required, got ${context.args.length}`);
    }
    const boundObjectRef = boundObject(context);
    const [name = ''] = context.args;
    const audiences = context.flags.strings('audience');
    const seconds = parseDuration(context.flags.string('duration')) / 1000;
    const request = typed('authentication.k8s.io/v1', 'TokenRequest', {
      metadata: { name, namespace: context.namespace },
      spec: {
        ...(audiences.length > 0 ? { audiences } : {}),
        ...(seconds > 0 ? { expirationSeconds: seconds } : {}),
        ...(boundObjectRef ? { boundObjectRef } : {}),
      },
    });
    const answer = await context.client
      .create<KubeObject>(SERVICE_ACCOUNTS, request, context.namespace, { subresource: 'token' })
      .catch((error: unknown) => {
        throw new CommandError(`failed to create token: ${plainMessage(error)}`);
      });
    const token = (answer['status'] as { token?: string } | undefined)?.token ?? '';
    if (token === '') throw new CommandError('failed to create token: no token in server response');
    const printer = structuredPrinter(context);
    await context.print(printer ? printer(answer) : `${token}\n`);
  },
};

const BINDABLE = ['Node', 'Pod', 'Secret'];

/** What the token dies with. Throws what upstream says of flags that need each other. */
function boundObject({ flags }: VerbContext): Record<string, string> | undefined {
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((part) => flags.string(`bound-object-${part}`)) as [
    string,
    string,
    string,
  ];
  if (kind === '') {
    const stray = name !== '' ? 'name' : uid !== '' ? 'uid' : undefined;
    if (stray) throw new CommandError(`--bound-object-${stray} can only be set if --bound-object-kind is provided`);
    return undefined;
  }
  if (!BINDABLE.includes(kind))
    throw new CommandError(`supported --bound-object-kind values are ${BINDABLE.join(', ')}`);
  if (name === '') throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
  return { kind, apiVersion: 'v1', name, ...(uid === '' ? {} : { uid }) };
}
