/** What a client must know of a resource to address and name it (as in API discovery). */
export interface ResourceInfo {
  /** '' for the core group. */
  group: string;
  version: string;
  kind: string;
  /** Plural, lower case: the path segment. */
  resource: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  verbs: readonly string[];
  /** Names after the slash: 'status', 'scale', 'log', … */
  subresources: readonly string[];
}

/** `apps/v1`, or `v1` for the core group. */
export function groupVersion(info: { group: string; version: string }): string {
  return info.group === '' ? info.version : `${info.group}/${info.version}`;
}

/** `deployments.apps`, or `pods` for the core group. */
export function groupResource(info: { group: string; resource: string }): string {
  return info.group === '' ? info.resource : `${info.resource}.${info.group}`;
}

/** The path of a collection or of one object, without query: `/apis/apps/v1/namespaces/default/deployments/web/status`. */
export function resourcePath(
  info: { group: string; version: string; resource: string },
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  const parts = [info.group === '' ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`];
  if (namespace) parts.push('namespaces', encodeURIComponent(namespace));
  parts.push(info.resource);
  if (name !== undefined) parts.push(encodeURIComponent(name));
  if (subresource) parts.push(subresource);
  return parts.join('/');
}
