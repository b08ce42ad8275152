/**
 * A registry of built images: names, and what they stand for. Simplified: there is one, it answers for every host name,
 * and what was built is in it at once.
 */
import type { BuiltImage, NamedImage } from '../api/built-image.ts';
import type { ImageSource } from './built-images.ts';

export class ImageStore implements ImageSource {
  private readonly names = new Map<string, BuiltImage>();

  constructor(named: readonly NamedImage[] = []) {
    for (const { name, image } of named) this.names.set(name, image);
  }

  find(canonical: string): BuiltImage | undefined {
    return this.names.get(canonical);
  }

  put(name: string, image: BuiltImage): void {
    this.names.set(name, image);
  }

  /** False when there is no such name. */
  remove(name: string): boolean {
    return this.names.delete(name);
  }

  list(): NamedImage[] {
    return [...this.names].map(([name, image]) => ({ name, image }));
  }
}
