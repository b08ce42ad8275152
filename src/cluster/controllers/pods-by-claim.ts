/** Pods by the claims they mount. */
import type { Pod } from 'kubernetes-types/core/v1';
import { keyFor } from '../runtime/keys.ts';

const NONE: readonly string[] = [];

/** An informer's index: the keys of the claims that a Pod names, those of its ephemeral volumes included. */
export function byClaim({ metadata, spec }: Pod): readonly string[] {
  const volumes = spec?.volumes ?? [];
  let keys: string[] | undefined;
  for (const volume of volumes) {
    const name =
      volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral ? `${metadata?.name}-${volume.name}` : undefined);
    if (name !== undefined) (keys ??= []).push(keyFor(metadata?.namespace, name));
  }
  return keys ?? NONE;
}
