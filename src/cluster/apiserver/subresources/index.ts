/** The subresources that are more than a part of their object. */
import { approval } from './approval.ts';
import { binding } from './binding.ts';
import { eviction } from './eviction.ts';
import { finalize } from './finalize.ts';
import { ephemeralContainers, resize } from './pod-parts.ts';
import { scale } from './scale.ts';
import type { Subresource } from './subresource.ts';
import { token } from './token.ts';

export const subresources: readonly Subresource[] = [
  approval,
  binding,
  ephemeralContainers,
  eviction,
  finalize,
  resize,
  scale,
  token,
];
