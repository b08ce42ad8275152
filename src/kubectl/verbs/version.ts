/** kubectl version (kubectl/pkg/cmd/version/version.go). */
import { CommandError } from '../errors.ts';
import { goJSON } from '../../api/go-format.ts';
import { yamlText } from '../printers/yaml-text.ts';
import { CLIENT_VERSION, KUSTOMIZE_VERSION } from '../release.ts';
import type { Verb } from '../verb.ts';

export const version: Verb = {
  name: 'version',
  usage: 'version [flags]',
  short: 'Print the client and server version information',
  long: 'Print the client and server version information for the current context.',
  examples: `
# Print the client and server versions for the current context
kubectl version`,
  flags: [
    { name: 'client', type: 'bool', default: false, usage: 'If true, shows client version only (no server required).' },
    { name: 'output', short: 'o', type: 'string', default: '', usage: "One of 'yaml' or 'json'." },
  ],
  validate({ args, flags }) {
    if (args.length > 0) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
    if (!['', 'yaml', 'json'].includes(flags.string('output')))
      throw new CommandError("--output must be 'yaml' or 'json'");
  },
  async run(context) {
    const server = context.flags.bool('client') ? undefined : await serverVersion(context.client.request);
    const output = context.flags.string('output');
    if (output !== '') {
      const [major = '', minor = ''] = CLIENT_VERSION.slice(1).split('.');
      const document = {
        clientVersion: { gitVersion: CLIENT_VERSION, major, minor, platform: 'linux/amd64' },
        kustomizeVersion: KUSTOMIZE_VERSION,
        ...(server ? { serverVersion: server } : {}),
      };
      return context.print(output === 'json' ? `${goJSON(document, '  ')}\n` : yamlText(document));
    }
    await context.print(`Client Version: ${CLIENT_VERSION}\nKustomize Version: ${KUSTOMIZE_VERSION}\n`);
    if (server) await context.print(`Server Version: ${server.gitVersion}\n`);
  },
};

async function serverVersion(request: (path: string) => Promise<Response>): Promise<{ gitVersion: string }> {
  return (await (await request('/version')).json()) as { gitVersion: string };
}
