/** metrics.k8s.io/v1beta1, the API of the metrics-server (metrics-server/pkg/api/{node,pod,table}.go). */
import type { KubeObject } from '../../../api/object.ts';
import type { Core } from '../core.ts';
import { columns, nameOf } from '../registry/columns.ts';
import { info } from '../registry/info.ts';
import type { OwnSchema, Strategy } from '../registry/strategy.ts';
import { type AggregatedApi, needAvailable } from './aggregated.ts';

const GROUP = 'metrics.k8s.io';
const VERSION = 'v1beta1';

/** Amounts by resource name: quantities. */
export type Usage = Readonly<Record<string, string>>;

interface Metrics {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** RFC 3339; when the later of the two samples was taken. */
  timestamp: string;
  /** A duration: `15.012s`. */
  window: string;
}

export interface NodeMetrics extends Metrics {
  usage: Usage;
}

export interface PodMetrics extends Metrics {
  namespace: string;
  containers: readonly { name: string; usage: Usage }[];
}

/** What the metrics-server knows. */
export interface MetricsSource {
  nodes(): readonly NodeMetrics[];
  pods(): readonly PodMetrics[];
}

export function metricsApi(source: MetricsSource, core: Pick<Core, 'store' | 'clock'>): AggregatedApi {
  const object = (kind: string, { name, labels, timestamp, window }: Metrics, rest: object): KubeObject => {
    const creationTimestamp = new Date(core.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const metadata = { name, creationTimestamp, ...(Object.keys(labels).length > 0 ? { labels } : {}) };
    return { kind, apiVersion: `${GROUP}/${VERSION}`, metadata, timestamp, window, ...rest } as KubeObject;
  };
  const api: AggregatedApi = { group: GROUP, version: VERSION, strategies: [] };
  const ready = (resource: string): void => needAvailable(core, api, resource);
  api.strategies = [
    strategy('NodeMetrics', 'nodes', false, () => {
      ready('nodes');
      return source.nodes().map((node) => object('NodeMetrics', node, { usage: node.usage }));
    }),
    strategy('PodMetrics', 'pods', true, () => {
      ready('pods');
      return source.pods().map((pod) => {
        const { metadata, ...rest } = object('PodMetrics', pod, { containers: pod.containers });
        return { ...rest, metadata: { ...metadata, namespace: pod.namespace } };
      });
    }),
  ];
  return api;
}

function strategy(
  kind: 'NodeMetrics' | 'PodMetrics',
  resource: string,
  namespaced: boolean,
  computed: () => readonly KubeObject[],
): Strategy {
  return {
    info: info(`${GROUP}/${VERSION}`, kind, resource, { namespaced, singular: '', verbs: ['get', 'list'] }),
    schema: schemaOf(kind),
    computed,
    columns: columns('Name', 'cpu', 'memory', 'Window'),
    cells(object) {
      const total = totalOf(object);
      return [nameOf(object), total['cpu'] ?? '', total['memory'] ?? '', String(object['window'])];
    },
  };
}

/** Of a Pod: that of its containers. All are written in `n` and `Ki`. */
function totalOf(object: KubeObject): Usage {
  const own = object['usage'] as Usage | undefined;
  if (own) return own;
  const sums: Record<string, number> = { cpu: 0, memory: 0 };
  for (const { usage } of object['containers'] as { usage: Usage }[])
    for (const name of ['cpu', 'memory']) sums[name]! += Number.parseInt(usage[name] ?? '0', 10);
  return { cpu: `${sums['cpu']}n`, memory: `${sums['memory']}Ki` };
}

const QUANTITY = { type: 'string', description: 'A fixed-point number, as in 1500m or 128Mi.' };

/** Nobody writes these: what is decoded is as it is. */
function schemaOf(kind: string): OwnSchema {
  const usage = { type: 'object', additionalProperties: QUANTITY };
  const container = { type: 'object', required: ['name', 'usage'], properties: { name: { type: 'string' }, usage } };
  const own = kind === 'NodeMetrics' ? { usage } : { containers: { type: 'array', items: container } };
  return {
    definition: `io.k8s.metrics.pkg.apis.metrics.${VERSION}.${kind}`,
    decode: (object) => ({ unknown: [], value: object }),
    openApi: () => ({
      type: 'object',
      required: ['timestamp', 'window', ...Object.keys(own)],
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] },
        timestamp: { type: 'string', format: 'date-time' },
        window: { type: 'string' },
        ...own,
      },
      'x-kubernetes-group-version-kind': [{ group: GROUP, version: VERSION, kind }],
    }),
  };
}
