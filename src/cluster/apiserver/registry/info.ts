/** Shortens the discovery facts of a kind. */
import type { ResourceInfo } from '../../../api/resource.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export function info(
  groupVersion: string,
  kind: string,
  resource: string,
  more: Partial<ResourceInfo> = {},
): ResourceInfo {
  const [version = '', group = ''] = groupVersion.split('/').toReversed();
  return {
    group,
    version,
    kind,
    resource,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: VERBS,
    subresources: [],
    ...more,
  };
}
