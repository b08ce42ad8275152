/** What is in the images of one machine: those of the list, and those that somebody built. */
import type { BuiltImage } from '../api/built-image.ts';
import { imageOfBuilt, layerOfBuilt } from './built-images.ts';
import type { Container, ContainerConfig } from './container.ts';
import type { Layer } from './file-tree.ts';
import type { Image } from './image.ts';
import { findImage, imageLayer } from './images/index.ts';
import { parseReference } from './reference.ts';

type Reference = Pick<ContainerConfig, 'image' | 'imageId'>;

export class ImageContents {
  private readonly built = new Map<string, { image: BuiltImage; described?: Image; layer?: Layer }>();

  /** `toolsOf`: names of what can be started in an image. */
  constructor(private readonly toolsOf: (image: Image) => readonly string[]) {}

  keep(image: BuiltImage): void {
    if (!this.built.has(image.id)) this.built.set(image.id, { image });
  }

  image(reference: Reference): Image {
    const known = this.built.get(reference.imageId ?? '');
    if (!known) return findImage(parseReference(reference.image).repository);
    return (known.described ??= imageOfBuilt(known.image, this.layer(reference)));
  }

  layer(reference: Reference): Layer {
    const known = this.built.get(reference.imageId ?? '');
    if (!known) return imageLayer(parseReference(reference.image), this.toolsOf);
    return (known.layer ??= layerOfBuilt(known.image, imageLayer(parseReference(known.image.base), this.toolsOf)));
  }

  /** Those that containers still need, whatever their names stand for now. */
  snapshot(containers: readonly Container[]): { built?: BuiltImage[] } {
    const used = new Set(containers.map(({ config }) => config.imageId));
    const built = [...this.built.values()].flatMap(({ image }) => (used.has(image.id) ? [image] : []));
    return built.length > 0 ? { built } : {};
  }
}
