/** `kubectl proxy` (kubectl/pkg/cmd/proxy/proxy.go): the API on a port of this machine. */
import { CommandError } from '../errors.ts';
import { identify } from '../session.ts';
import type { FlagSpec } from '../flags.ts';
import type { Verb, VerbContext } from '../verb.ts';

const text = (name: string, value: string, usage: string): FlagSpec => ({
  name,
  type: 'string',
  default: value,
  usage,
});

export const proxy: Verb = {
  name: 'proxy',
  usage: 'proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  short: 'Run a proxy to the Kubernetes API server',
  long: 'Creates a proxy server or application-level gateway between localhost and the Kubernetes API server.',
  flags: [
    {
      name: 'port',
      short: 'p',
      type: 'int',
      default: 8001,
      usage: 'The port on which to run the proxy. Set to 0 to pick a random port.',
    },
    text('api-prefix', '/', 'Prefix to serve the proxied API under.'),
    text('address', '127.0.0.1', 'The IP address on which to serve on.'),
    text('accept-paths', '^.*', 'Regular expression for paths that the proxy should accept.'),
    text(
      'reject-paths',
      '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
      'Regular expression for paths that the proxy should reject.',
    ),
  ],
  run,
};

async function run(context: VerbContext): Promise<void> {
  const { io, flags } = context;
  if (context.args.length > 0)
    throw new CommandError(`unknown command ${JSON.stringify(context.args[0])} for "kubectl proxy"`);
  if (!io.ports) throw new CommandError('this terminal has no ports of its own to listen on');
  const port = flags.int('port');
  const prefix = `/${flags.string('api-prefix').replace(/^\/+|\/+$/g, '')}`.replace(/\/$/, '');
  const accepted = patterns(flags.string('accept-paths'));
  const rejected = patterns(flags.string('reject-paths'));
  const server = io.ports.serve(port, async (request) => {
    const { pathname, search } = new URL(request.url);
    const path = pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : undefined;
    if (path === undefined) return new Response('404 page not found\n', { status: 404 });
    if (!accepted.some((one) => one.test(path)) || rejected.some((one) => one.test(path))) {
      return new Response('Forbidden', { status: 403 });
    }
    const body = request.body ? { body: await request.text() } : {};
    const { method, headers } = request;
    const onward = new Request(`http://cluster.local${path}${search}`, { method, headers, signal: io.signal, ...body });
    identify(onward, flags, context.config());
    return io.fetch(onward);
  });
  if (!server) throw new CommandError(`listen tcp 127.0.0.1:${port}: bind: address already in use`);
  try {
    await context.print(`Starting to serve on 127.0.0.1:${server.port}\n`);
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      io.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    server.close();
  }
}

function patterns(list: string): RegExp[] {
  return list
    .split(',')
    .filter((one) => one !== '')
    .map((one) => new RegExp(one));
}
