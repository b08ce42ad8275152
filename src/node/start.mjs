/** `npm start`: the studio on a local address. `-- --port N --no-open --server URL` (see the README). */
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'no-open': { type: 'boolean' }, server: { type: 'string' } },
});

const server = await createServer({
  root: new URL('../../', import.meta.url).pathname,
  configFile: new URL('../../vite.config.ts', import.meta.url).pathname,
  server: {
    port: values.port ? Number(values.port) : 5173,
    strictPort: values.port !== undefined,
    open: !values['no-open'] && Boolean(process.stdout.isTTY),
  },
  plugins: values.server ? [announce(values.server)] : [],
});
if (values.server) (await server.ssrLoadModule('/src/node/tunnel.ts')).serveTunnel(server.ws, values.server);
await server.listen();
const { port } = server.httpServer.address();
console.log(`Tidepool is at http://localhost:${port}/${values.server ? `, for the cluster at ${values.server}` : ''}`);

/** Tells the page that it stands before a real API and has no cluster of its own. */
function announce(server) {
  return {
    name: 'tidepool-server',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'tidepool-server', content: server }, injectTo: 'head' }],
  };
}
