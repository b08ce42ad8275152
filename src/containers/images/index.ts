/** The images there are. To add one: a file beside this one and a line in the list. */
import type { Image } from '../image.ts';
import { type Layer, layerOf } from '../file-tree.ts';
import type { ImageReference } from '../reference.ts';
import { busybox } from './busybox.ts';
import { controlPlaneImages } from './control-plane.ts';
import { curl } from './curl.ts';
import { nginx } from './nginx.ts';
import { simpleServer } from './simple-server.ts';
import { unknownImage } from './unknown.ts';

const IMAGES = new Map<string, Image>(
  [nginx, simpleServer, busybox, curl, ...controlPlaneImages].map((image) => [image.repository, image]),
);

const strangers = new Map<string, Image>();

/** The image of a repository; a plausible stand-in for one that is not in the list. */
export function findImage(repository: string): Image {
  const known = IMAGES.get(repository) ?? strangers.get(repository);
  if (known) return known;
  const stranger = unknownImage(repository);
  strangers.set(repository, stranger);
  return stranger;
}

const layers = new Map<string, Layer>();

/** The read-only files of an image, shared by all its containers. */
export function imageLayer({ repository, tag }: Pick<ImageReference, 'repository' | 'tag'>): Layer {
  const key = `${repository}:${tag}`;
  let layer = layers.get(key);
  if (!layer) layers.set(key, (layer = layerOf(findImage(repository).files(tag))));
  return layer;
}
