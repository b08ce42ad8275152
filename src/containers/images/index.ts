/** The images there are. To add one: a file beside this one and a line in the list. */
import type { Image } from '../image.ts';
import { type Layer, layerOf } from '../file-tree.ts';
import type { ImageReference } from '../reference.ts';
import { agnhostImages } from './agnhost.ts';
import { bootcamp } from './bootcamp.ts';
import { busybox } from './busybox.ts';
import { controlPlaneImages } from './control-plane.ts';
import { counter } from './counter.ts';
import { curl } from './curl.ts';
import { databases } from './databases.ts';
import { distributions } from './distributions.ts';
import { echo } from './echo.ts';
import { echoServers } from './echoserver.ts';
import { helloApps } from './hello-app.ts';
import { hpaExample } from './hpa-example.ts';
import { httpEcho } from './http-echo.ts';
import { httpd } from './httpd.ts';
import { kuard } from './kuard.ts';
import { kubiaImages } from './kubia.ts';
import { luksaImages } from './luksa.ts';
import { netToolsImages } from './net-tools.ts';
import { nginx } from './nginx.ts';
import { nodeImage } from './node.ts';
import { perlImage } from './perl.ts';
import { redis } from './redis.ts';
import { alicek106Images } from './rr-test.ts';
import { simpleServer } from './simple-server.ts';
import { stressImages } from './stress.ts';
import { unknownImage } from './unknown.ts';
import { userlandFiles } from './userland.ts';
import { whoamiImage } from './whoami.ts';

const ALL: readonly Image[] = [
  nginx,
  simpleServer,
  busybox,
  curl,
  bootcamp,
  counter,
  echo,
  hpaExample,
  httpEcho,
  httpd,
  nodeImage,
  kuard,
  perlImage,
  redis,
  whoamiImage,
  ...agnhostImages,
  ...alicek106Images,
  ...databases,
  ...distributions,
  ...echoServers,
  ...helloApps,
  ...kubiaImages,
  ...luksaImages,
  ...netToolsImages,
  ...stressImages,
  ...controlPlaneImages,
];

const IMAGES = new Map(ALL.map((image) => [image.repository, image]));

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

/** The read-only files of an image, shared by all its containers. `toolsOf`: names of what can be started in it. */
export function imageLayer(
  { repository, tag }: Pick<ImageReference, 'repository' | 'tag'>,
  toolsOf: (image: Image) => readonly string[],
): Layer {
  const key = `${repository}:${tag}`;
  let layer = layers.get(key);
  if (!layer) {
    const image = findImage(repository);
    layers.set(key, (layer = layerOf({ ...userlandFiles(image, toolsOf(image)), ...image.files(tag) })));
  }
  return layer;
}
