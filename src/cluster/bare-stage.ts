/** For tests: a bare cluster on a virtual clock, and a client to it. */
import type { KubeObject } from '../api/object.ts';
import { isStatusError } from '../api/status.ts';
import type { Client, Resource } from '../client/client.ts';
import { createClient } from '../client/rest-client.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Cluster, ClusterOptions } from './cluster-contract.ts';
import { createCluster } from './cluster.ts';
import type { KindedResource } from './runtime/resources.ts';

export interface BareStage {
  cluster: Cluster;
  clock: VirtualClock;
  client: Client;
  /** Lets virtual seconds pass. */
  wait(seconds: number): Promise<void>;
  create<T = KubeObject>(resource: KindedResource, name: string, object?: object, namespace?: string): Promise<T>;
  /** Undefined when there is none. */
  find<T = KubeObject>(resource: Resource, name: string, namespace?: string): Promise<T | undefined>;
  list<T = KubeObject>(resource: Resource, namespace?: string): Promise<T[]>;
  /** A merge patch. */
  patch(resource: KindedResource, name: string, patch: object, subresource?: string): Promise<void>;
}

/** `turn` lets the host's promises run, as a VirtualClock needs it. */
export async function openBareStage(
  turn: () => Promise<void>,
  seed: string,
  options: Partial<ClusterOptions> = {},
): Promise<BareStage> {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), turn);
  const cluster = createCluster({ seed, clock, profile: 'bare', ...options });
  const client = createClient(cluster.fetch);
  await clock.advance(2_000);
  const place = (resource: KindedResource, namespace: string): string | undefined =>
    resource.namespaced ? namespace : undefined;
  return {
    cluster,
    clock,
    client,
    wait: (seconds) => clock.advance(seconds * 1000),
    async create<T>(resource: KindedResource, name: string, object: object = {}, namespace = 'default') {
      const { metadata, ...rest } = object as KubeObject;
      const { apiVersion, kind } = resource;
      const body = { apiVersion, kind, metadata: { ...metadata, name }, ...rest } as KubeObject;
      return (await client.create(resource, body, place(resource, namespace))) as T;
    },
    async find<T>(resource: Resource, name: string, namespace = 'default') {
      const { namespaced = true } = resource as KindedResource;
      try {
        return await client.get<T>(resource, name, namespaced ? namespace : undefined);
      } catch (error) {
        if (isStatusError(error, 'NotFound')) return undefined;
        throw error;
      }
    },
    async list<T>(resource: Resource, namespace = 'default') {
      const { namespaced = true } = resource as KindedResource;
      return (await client.list<T>(resource, namespaced ? { namespace } : {})).items;
    },
    async patch(resource, name, patch, subresource) {
      const at = place(resource, 'default');
      const options = subresource ? { subresource } : {};
      await client.patch(resource, name, at, 'application/merge-patch+json', patch, options);
    },
  };
}

/** A Deployment's spec of one nginx container. */
export function deploymentSpec(app: string, replicas: number, more: object = {}): object {
  const labels = { app };
  const containers = [{ name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 80 }] }];
  return {
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...more } },
    },
  };
}
