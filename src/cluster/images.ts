/** The images that were built for a cluster: its registry, and putting them on nodes past it (`minikube image load`). */
import type { Images } from '../client/controls.ts';
import type { Engine } from '../containers/engine.ts';
import type { ImageStore } from '../containers/image-store.ts';
import { pulledBuilt } from '../containers/pull.ts';

/** `engines`: of the machines that are on. */
export function imagesOf(store: ImageStore, engines: () => readonly Engine[]): Images {
  return {
    images: () => Promise.resolve(store.list()),
    putImage: (name, image) => Promise.resolve(store.put(name, image)),
    removeImage: (name) => Promise.resolve(store.remove(name)),
    loadImage(name) {
      const image = store.find(name);
      if (!image) return Promise.resolve(false);
      for (const engine of engines()) engine.load(pulledBuilt(name, image));
      return Promise.resolve(true);
    },
  };
}
