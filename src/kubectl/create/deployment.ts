/** `kubectl create deployment` (kubectl/pkg/cmd/create/create_deployment.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { container, containerName, typed } from './pod-template.ts';
import { defineGenerator } from './generator.ts';

export interface DeploymentOptions {
  name: string;
  images: readonly string[];
  /** Below 0: no port. */
  port: number;
  replicas: number;
  command: readonly string[];
  seed: string;
}

export function generateDeployment(options: DeploymentOptions): KubeObject {
  const { name, images, port, replicas, command, seed } = options;
  if (images.length > 1 && command.length > 0)
    throw new CommandError('cannot specify multiple --image options and command');
  const labels = { app: name };
  const containers = images.map((image, i) =>
    container({
      name: containerName(image, seed),
      image,
      command: i === 0 ? command : [],
      ports: i === 0 && port >= 0 ? [{ containerPort: port }] : [],
    }),
  );
  return typed('apps/v1', 'Deployment', {
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      strategy: {},
    },
    status: {},
  });
}

export const createDeployment = defineGenerator({
  name: 'deployment',
  aliases: ['deploy'],
  usage: 'deployment NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  long: 'Create a deployment with the specified name.',
  examples: `# Create a deployment named my-dep that runs the busybox image
kubectl create deployment my-dep --image=busybox

# Create a deployment with a command
kubectl create deployment my-dep --image=busybox -- date

# Create a deployment named my-dep that runs the nginx image with 3 replicas
kubectl create deployment my-dep --image=nginx --replicas=3

# Create a deployment named my-dep that runs the busybox image and expose port 5701
kubectl create deployment my-dep --image=busybox --port=5701

# Create a deployment named my-dep that runs multiple containers
kubectl create deployment my-dep --image=busybox:latest --image=ubuntu:latest --image=nginx`,
  flags: [
    {
      name: 'image',
      type: 'strings',
      default: [],
      required: true,
      usage: 'Image names to run. A deployment can have multiple images set for multi-container pod.',
    },
    { name: 'port', type: 'int', default: -1, usage: 'The containerPort that this deployment exposes.' },
    { name: 'replicas', short: 'r', type: 'int', default: 1, usage: 'Number of replicas to create. Default is 1.' },
  ],
  failure: 'failed to create deployment: ',
  generate: ({ flags, name, rest, io }) =>
    generateDeployment({
      name,
      images: flags.strings('image'),
      port: flags.int('port'),
      replicas: flags.int('replicas'),
      command: rest,
      seed: `${name}/${io.clock.now()}`,
    }),
});
