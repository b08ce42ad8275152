/**
 * How anyone talks to a cluster. `Fetch` is the seam: everything else here is sugar over it.
 * Every method rejects with StatusError (`api/status.ts`) when the server answers with a failure.
 */
import type { KubeList, KubeObject, WatchEvent } from '../api/object.ts';
import type { ResourceInfo } from '../api/resource.ts';

export type Fetch = (request: Request) => Promise<Response>;

export interface ListOptions {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
}

export interface WatchOptions extends ListOptions {
  signal?: AbortSignal;
  allowWatchBookmarks?: boolean;
  timeoutSeconds?: number;
}

export interface WriteOptions {
  dryRun?: boolean;
  fieldManager?: string;
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  subresource?: string;
}

export interface DeleteOptions {
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
}

export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml';

/** Addressing: enough of ResourceInfo to build a path. */
export type Resource = Pick<ResourceInfo, 'group' | 'version' | 'resource'>;

export interface Client {
  get<T = KubeObject>(resource: Resource, name: string, namespace?: string, subresource?: string): Promise<T>;
  list<T = KubeObject>(resource: Resource, options?: ListOptions): Promise<KubeList<T>>;
  watch<T = KubeObject>(resource: Resource, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T = KubeObject>(resource: Resource, object: T, namespace?: string, options?: WriteOptions): Promise<T>;
  update<T = KubeObject>(resource: Resource, object: T, options?: WriteOptions): Promise<T>;
  patch<T = KubeObject>(
    resource: Resource,
    name: string,
    namespace: string | undefined,
    type: PatchType,
    patch: unknown,
    options?: WriteOptions & { force?: boolean },
  ): Promise<T>;
  /** Resolves with the object (still terminating) or a Status. */
  delete(resource: Resource, name: string, namespace?: string, options?: DeleteOptions): Promise<KubeObject>;
  /** Any other request; rejects with StatusError on a failure. `path` begins with '/'. */
  request(path: string, init?: RequestInit): Promise<Response>;
}
