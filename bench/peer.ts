/** The best in-browser peer we know, @ngrok/webernetes, doing the same: a Deployment to all Ready, by its own defaults. */
import { BaseImage, Cluster, type ProcessContext } from '@ngrok/webernetes';

class Server extends BaseImage {
  static readonly imageName = 'server';
  static readonly imageVersion = '1.0';
  readonly defaultCommand = ['server'];

  override async exec(context: ProcessContext): Promise<number> {
    context.listenHttp(8080, () => Promise.resolve({ status: 200, body: 'ok' }));
    return context.waitUntilKilled();
  }
}

const replicas = Number(process.argv[2]);
const cluster = new Cluster();
cluster.registerImage(Server);
await cluster.init();
const begin = performance.now();
const ready = new Promise<void>((resolve) => {
  cluster.informer('deployments', (_, deployment) => {
    if (deployment.status?.readyReplicas === replicas) resolve();
  });
});
const labels = { app: 'web' };
await cluster.apply([
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'server:1.0' }] } },
    },
  },
]);
await ready;
process.stdout.write(`${(performance.now() - begin) / 1000}\n`);
process.exit(0);
