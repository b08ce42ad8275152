/** pods/ephemeralcontainers and pods/resize: a Pod goes in and out, and one part of it may change (pkg/registry/core/pod/storage). */
import { ephemeralContainersStrategy, resizeStrategy } from '../registry/core/pod-parts.ts';
import type { Strategy } from '../registry/strategy.ts';
import { patch } from '../verbs/patch.ts';
import { update } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

function partOf(name: string, strategy: Strategy): Subresource {
  return {
    name,
    of: 'pods',
    update: (request, body) => update({ ...request, strategy }, body),
    patch: (request, type, body) => patch({ ...request, strategy }, type, body),
  };
}

export const ephemeralContainers = partOf('ephemeralcontainers', ephemeralContainersStrategy);
export const resize = partOf('resize', resizeStrategy);
