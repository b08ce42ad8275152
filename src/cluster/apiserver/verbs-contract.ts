/**
 * The API server's verbs as components in the same process call them: synchronous, no HTTP, the same admission,
 * validation, audit and identity as a request from outside. The HTTP face is written over exactly this interface.
 * Objects handed out are frozen and shared: never change them, build new ones. All methods throw StatusError.
 */
import type { KubeList, KubeObject, WatchEvent } from '../../api/object.ts';
import type { ResourceInfo } from '../../api/resource.ts';
import type { Resource, DeleteOptions, PatchType } from '../../client/client.ts';

export interface Caller {
  user: string;
  groups: readonly string[];
  /** Shown in the audit stream: 'kube-scheduler', 'kubectl/v1.35.2 …'. */
  userAgent: string;
  uid?: string;
  extra?: Readonly<Record<string, readonly string[]>>;
  /** Who really asks, where he asks as somebody else. */
  impersonator?: string;
}

export interface ReadOptions {
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  resourceVersion?: string | undefined;
  resourceVersionMatch?: string | undefined;
  limit?: number | undefined;
  continue?: string | undefined;
}

export interface ChangeOptions {
  dryRun?: boolean | undefined;
  fieldManager?: string | undefined;
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore' | undefined;
  /** 'status', 'scale', 'binding', … */
  subresource?: string | undefined;
  force?: boolean | undefined;
  /** What only strict decoding minds in the body, found before it had a type: keys given twice. */
  faults?: readonly string[] | undefined;
  /** Collects what becomes `Warning:` headers. */
  warn?: ((message: string) => void) | undefined;
  /** Notes something in the audit event; absent when nobody listens. */
  annotate?: ((key: string, value: string) => void) | undefined;
}

export interface Verbs {
  /** What discovery tells: every resource in every served version, the preferred version of each first. */
  served(): readonly ResourceInfo[];
  /** Calls `listener` after what is served has changed; gives the function that ends it. */
  onServed(listener: () => void): () => void;
  get<T = KubeObject>(
    caller: Caller,
    resource: Resource,
    namespace: string | undefined,
    name: string,
    subresource?: string,
  ): T;
  list<T = KubeObject>(caller: Caller, resource: Resource, options?: ReadOptions): KubeList<T>;
  /**
   * Delivers batches in order of revision, on the clock (never within the call that caused them). Without a
   * resourceVersion it begins with ADDED for everything there is. Throws Expired (410) when the revision was compacted.
   */
  watch<T = KubeObject>(
    caller: Caller,
    resource: Resource,
    options: ReadOptions & { allowWatchBookmarks?: boolean | undefined },
    deliver: (events: readonly WatchEvent<T>[]) => void,
  ): { stop(): void };
  create<T = KubeObject>(
    caller: Caller,
    resource: Resource,
    namespace: string | undefined,
    object: T,
    options?: ChangeOptions & { name?: string },
  ): T;
  update<T = KubeObject>(
    caller: Caller,
    resource: Resource,
    namespace: string | undefined,
    name: string,
    object: T,
    options?: ChangeOptions,
  ): T;
  patch<T = KubeObject>(
    caller: Caller,
    resource: Resource,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: unknown,
    options?: ChangeOptions,
  ): T;
  /** Returns the object as it is now (terminating) or as it last was (gone). */
  delete<T = KubeObject>(
    caller: Caller,
    resource: Resource,
    namespace: string | undefined,
    name: string,
    options?: DeleteOptions,
  ): T;
  deleteCollection(caller: Caller, resource: Resource, options: ReadOptions & DeleteOptions): KubeList;
}
