/** `kubectl create token` (kubectl/pkg/cmd/create/create_token.go). */
import type { KubeObject } from '../../api/object.ts';
import { parseDuration } from '../../api/duration.ts';
import { CommandError, plainMessage, usageErrorf } from '../errors.ts';
import { printFlags } from '../flag-sets.ts';
import type { Verb } from '../verb.ts';
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
  ],
  async run(context) {
    if (context.args.length !== 1) {
      throw usageErrorf(context.command, `exactly one NAME is required, got ${context.args.length}`);
    }
    const [name = ''] = context.args;
    const audiences = context.flags.strings('audience');
    const seconds = parseDuration(context.flags.string('duration')) / 1000;
    const request = typed('authentication.k8s.io/v1', 'TokenRequest', {
      metadata: { name, namespace: context.namespace },
      spec: {
        ...(audiences.length > 0 ? { audiences } : {}),
        ...(seconds > 0 ? { expirationSeconds: seconds } : {}),
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
