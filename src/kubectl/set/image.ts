/** `kubectl set image` (kubectl/pkg/cmd/set/set_image.go). */
import { CommandError, AggregateError } from '../errors.ts';
import type { Verb } from '../verb.ts';
import { changePodSpecs, type Container, type PodSpec, type PodSpecPatch, setFlags } from './pod-spec.ts';

/** The part of the spec that changes; throws for a container that is not there. */
export function imagePatch(spec: PodSpec, images: ReadonlyMap<string, string>): PodSpecPatch {
  const missing: CommandError[] = [];
  const patch: PodSpecPatch = {};
  const collect = (field: 'containers' | 'initContainers'): void => {
    const changed: Container[] = [];
    for (const container of spec[field] ?? []) {
      const image = images.get(container.name) ?? images.get('*');
      if (image !== undefined && image !== container.image) changed.push({ name: container.name, image });
    }
    if (changed.length > 0) patch[field] = changed;
  };
  const known = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name));
  for (const name of images.keys()) {
    if (name !== '*' && !known.has(name)) {
      missing.push(new CommandError(`error: unable to find container named ${JSON.stringify(name)}`));
    }
  }
  if (missing.length === 1) throw missing[0];
  if (missing.length > 1) throw new AggregateError(missing);
  collect('containers');
  collect('initContainers');
  return patch;
}

/** `web=nginx:1.26 *=busybox`; throws upstream's complaints. */
export function parseImages(args: readonly string[]): { resources: string[]; images: Map<string, string> } {
  const resources: string[] = [];
  const images = new Map<string, string>();
  for (const arg of args) {
    const at = arg.indexOf('=');
    if (at < 0) {
      resources.push(arg);
      continue;
    }
    // An empty image is for the server to refuse.
    if (at === 0) throw new CommandError(`invalid ${arg}, expected container_name=container_image`);
    images.set(arg.slice(0, at), arg.slice(at + 1));
  }
  return { resources, images };
}

export const setImage: Verb = {
  name: 'image',
  usage: 'image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  long: `Update existing container image(s) of resources.

 Possible resources include (case insensitive):

        pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj), replicaset (rs)`,
  examples: `# Set a deployment's nginx container image to 'nginx:1.9.1', and its busybox container image to 'busybox'
kubectl set image deployment/nginx busybox=busybox nginx=nginx:1.9.1

# Update image of all containers of daemonset abc to 'nginx:1.9.1'
kubectl set image daemonset abc *=nginx:1.9.1`,
  flags: [
    ...setFlags,
    {
      name: 'field-manager',
      type: 'string',
      default: 'kubectl-set',
      usage: 'Name of the manager used to track field ownership.',
    },
  ],
  async run(context) {
    const { resources, images } = parseImages(context.args);
    await changePodSpecs(context, {
      resources,
      operation: 'image updated',
      manager: context.flags.string('field-manager'),
      failure: 'failed to patch image update to pod template',
      check: () => checkImages(images),
      change: (spec) => imagePatch(spec, images),
    });
  },
};

function checkImages(images: ReadonlyMap<string, string>): void {
  if (images.size === 0) throw new CommandError('at least one image update is required');
  if (images.size > 1 && images.has('*'))
    throw new CommandError(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    );
}
