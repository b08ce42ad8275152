/** The Client over a Fetch: paths, query parameters, content types and Status errors of the Kubernetes REST API. */
import type { KubeList, KubeObject, WatchEvent } from '../api/object.ts';
import { resourcePath } from '../api/resource.ts';
import { unknownPath } from '../api/status-errors.ts';
import { type Status, StatusError } from '../api/status.ts';
import type { Client, Fetch, ListOptions, Resource, WatchOptions, WriteOptions } from './client.ts';
import { readWatchFrames } from './watch-frames.ts';

/** No cluster is ever reached by this name: a Fetch looks at path and query only. */
export const ORIGIN = 'http://cluster.local';

export interface ClientSettings {
  /** Sent as `User-Agent` where the host allows it and seen in the audit stream. */
  userAgent?: string;
}

export function createClient(fetch: Fetch, settings: ClientSettings = {}): Client {
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (settings.userAgent) headers.set('User-Agent', settings.userAgent);
    const response = await fetch(new Request(ORIGIN + path, { ...init, headers }));
    if (!response.ok) throw await failure(response);
    return response;
  }

  async function json<T>(path: string, init?: RequestInit): Promise<T> {
    return (await (await request(path, init)).json()) as T;
  }

  const body = (method: string, object: unknown, type = 'application/json'): RequestInit => ({
    method,
    headers: { 'Content-Type': type },
    body: JSON.stringify(object),
  });

  return {
    request,
    get: (resource, name, namespace, subresource) => json(resourcePath(resource, namespace, name, subresource)),
    list: <T>(resource: Resource, options: ListOptions = {}) =>
      json<KubeList<T>>(resourcePath(resource, options.namespace) + query(readParameters(options))),
    watch: <T>(resource: Resource, options: WatchOptions = {}) => watch<T>(request, resource, options),
    create: <T>(resource: Resource, object: T, namespace?: string, options: WriteOptions = {}) => {
      const name = options.subresource ? ((object as KubeObject).metadata?.name ?? '') : undefined;
      return json<T>(
        resourcePath(resource, namespace, name, options.subresource) + write(options),
        body('POST', object),
      );
    },
    update: <T>(resource: Resource, object: T, options: WriteOptions = {}) => {
      const meta = (object as KubeObject).metadata ?? {};
      return json<T>(
        resourcePath(resource, meta.namespace, meta.name ?? '', options.subresource) + write(options),
        body('PUT', object),
      );
    },
    patch: (resource, name, namespace, type, patch, options = {}) =>
      json(
        resourcePath(resource, namespace, name, options.subresource) +
          write(options, { force: options.force ? 'true' : undefined }),
        body('PATCH', patch, type),
      ),
    delete: (resource, name, namespace, options = {}) => {
      const { dryRun, ...rest } = options;
      const object = { kind: 'DeleteOptions', apiVersion: 'v1', ...rest, ...(dryRun ? { dryRun: ['All'] } : {}) };
      return json(resourcePath(resource, namespace, name), body('DELETE', object));
    },
  };
}

async function* watch<T>(
  request: Client['request'],
  resource: Resource,
  options: WatchOptions,
): AsyncIterable<WatchEvent<T>> {
  const parameters = {
    watch: 'true',
    allowWatchBookmarks: options.allowWatchBookmarks ? 'true' : undefined,
    timeoutSeconds: options.timeoutSeconds?.toString(),
    ...readParameters(options),
  };
  const init = options.signal ? { signal: options.signal } : {};
  const response = await request(resourcePath(resource, options.namespace) + query(parameters), init);
  for await (const event of readWatchFrames<T>(response, options.signal)) {
    if (event.type === 'ERROR') throw new StatusError(event.object as unknown as Status);
    yield event;
  }
}

function readParameters(options: ListOptions): Record<string, string | undefined> {
  return {
    labelSelector: options.labelSelector,
    fieldSelector: options.fieldSelector,
    limit: options.limit?.toString(),
    continue: options.continue,
    resourceVersion: options.resourceVersion,
  };
}

function write(options: WriteOptions, more: Record<string, string | undefined> = {}): string {
  return query({
    dryRun: options.dryRun ? 'All' : undefined,
    fieldManager: options.fieldManager,
    fieldValidation: options.fieldValidation,
    ...more,
  });
}

function query(parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** The StatusError in a failed response; an answer that is no Status (a proxy's page) becomes one that quotes it. */
export async function failure(response: Response): Promise<StatusError> {
  const text = await response.text();
  try {
    const status = JSON.parse(text) as Status;
    if (status.kind === 'Status') return new StatusError(status);
  } catch {
    // Not JSON: quoted below.
  }
  // What client-go makes of a page that is none of the API's.
  if (response.status === 404) return unknownPath();
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: response.status === 503 ? 'ServiceUnavailable' : 'Unknown',
    message: text.trim().slice(0, 500) || `the server answered ${response.status}`,
    code: response.status,
  });
}
