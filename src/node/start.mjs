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
    proxy: values.server ? { '/k8s': proxyTo(values.server) } : {},
  },
  plugins: values.server ? [announce()] : [],
});
await server.listen();
const { port } = server.httpServer.address();
console.log(`Tidepool is at http://localhost:${port}/${values.server ? `, for the cluster at ${values.server}` : ''}`);

function proxyTo(target) {
  return { target, changeOrigin: true, secure: false, ws: true, rewrite: (path) => path.replace(/^\/k8s/, '') };
}

/** Tells the page that it stands before a real API and has no cluster of its own. */
function announce() {
  return {
    name: 'tidepool-server',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'tidepool-server', content: '/k8s' }, injectTo: 'head' }],
  };
}
