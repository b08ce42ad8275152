/** ImageLocality: a Node that has the images already is liked better (plugins/imagelocality/image_locality.go). */
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { Cluster, ScorePlugin } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

const MB = 1024 * 1024;
/** Below this an image is as good as pulled, above the other it cannot weigh more; bytes, the latter for each container. */
const LEAST = 23 * MB;
const MOST = 1000 * MB;

/** `nginx` is `docker.io/library/nginx:latest` to nobody here: only a missing tag is filled in, as upstream does. */
function normalized(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

function sizeOn({ node }: NodeInfo, image: string): number {
  return node.status?.images?.find(({ names }) => names?.includes(image))?.sizeBytes ?? 0;
}

function imagesOf({ spec }: Pod): string[] {
  const containers: readonly Container[] = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return containers.map(({ image = '' }) => normalized(image));
}

/** An image that few Nodes have counts less, or all Pods would go where the first went. */
function sharesOf(images: readonly string[], cluster: Cluster): Map<string, number> {
  const all = cluster.nodes();
  return new Map(images.map((image) => [image, all.filter((node) => sizeOn(node, image) > 0).length / all.length]));
}

export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  score(pod, nodes, cluster) {
    if (!nodes.some(({ hasImages }) => hasImages)) return undefined;
    const images = imagesOf(pod);
    const shares = sharesOf(images, cluster);
    const most = MOST * images.length;
    return nodes.map((node) => {
      const sum = images.reduce(
        (bytes, image) => bytes + Math.trunc(sizeOn(node, image) * (shares.get(image) ?? 0)),
        0,
      );
      const held = Math.min(Math.max(sum, LEAST), most);
      return Math.trunc((100 * (held - LEAST)) / (most - LEAST));
    });
  },
};
