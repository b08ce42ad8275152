/** The Service that `kubectl expose` makes of an object (kubectl/pkg/cmd/expose/expose.go, polymorphichelpers). */
import type { KubeObject } from '../../api/object.ts';
import { formatLabels } from '../../api/labels.ts';
import { present, typed } from '../create/pod-template.ts';
import { CommandError, plainMessage } from '../errors.ts';
import type { Flags } from '../flags.ts';

interface Port {
  port: number;
  protocol: string;
}
interface Spec {
  selector?: Record<string, string> & { matchLabels?: Record<string, string>; matchExpressions?: unknown[] };
  ports?: { port: number; protocol?: string }[];
  containers?: { ports?: { containerPort: number; protocol?: string }[] }[];
  template?: { spec?: Spec };
}

/** `flags` are those of `kubectl expose`. Throws what kubectl says of an object that cannot be exposed so. */
export function exposedService(object: KubeObject, flags: Flags): KubeObject {
  const selector = flags.string('selector') === '' ? introspectSelector(object) : keyValues(flags.string('selector'));
  const ports = introspectPorts(object);
  const headless = flags.string('cluster-ip') === 'None';
  const portText = flags.string('port') || ports.map(({ port }) => port).join(',');
  if (portText === '' && !headless) throw new CommandError("couldn't find port via --port flag or introspection");
  const labels = flags.string('labels') === '' ? object.metadata?.labels : keyValues(flags.string('labels'));
  const externalIP = flags.string('external-ip');
  return typed('v1', 'Service', {
    metadata: {
      name: (flags.string('name') || object.metadata?.name || '').slice(0, 63),
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec: present({
      ports: servicePorts(portText, ports, flags),
      selector,
      clusterIP: flags.string('cluster-ip'),
      type: flags.string('type'),
      externalIPs: externalIP === '' ? [] : [externalIP],
      sessionAffinity: flags.string('session-affinity'),
      loadBalancerIP: flags.string('load-balancer-ip'),
    }),
    status: { loadBalancer: {} },
  });
}

function servicePorts(text: string, known: readonly Port[], flags: Flags): Record<string, unknown>[] {
  const texts = text === '' ? [] : text.split(',');
  return texts.map((one, i) => {
    if (!/^[+-]?\d+$/.test(one)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(one)}: invalid syntax`);
    const port = Number(one);
    const target = flags.string('target-port');
    const protocol = flags.string('protocol') || known.find((candidate) => candidate.port === port)?.protocol || 'TCP';
    return {
      ...(texts.length > 1 ? { name: `port-${i + 1}` } : {}),
      protocol: protocol.toUpperCase(),
      port,
      targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
    };
  });
}

function introspectSelector(object: KubeObject): Record<string, string> {
  try {
    return selectorOf(object);
  } catch (error) {
    throw new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${plainMessage(error)}`);
  }
}

function selectorOf(object: KubeObject): Record<string, string> {
  const { selector } = (object['spec'] ?? {}) as Spec;
  if (object.kind === 'Pod') {
    const { labels = {} } = object.metadata ?? {};
    if (Object.keys(labels).length === 0) throw new Error('the pod has no labels and cannot be exposed');
    return labels;
  }
  if (object.kind === 'Service' || object.kind === 'ReplicationController') {
    if (selector) return selector;
    throw new Error(
      object.kind === 'Service'
        ? 'the service has no pod selector set'
        : 'the replication controller has no selector set',
    );
  }
  if ((selector?.matchExpressions ?? []).length > 0) {
    throw new Error(
      `couldn't convert expressions - ${JSON.stringify(formatLabels(selector?.matchLabels))} to map-based selector format`,
    );
  }
  const { matchLabels } = selector ?? {};
  if (matchLabels) return matchLabels;
  throw new Error(`the ${(object.kind ?? '').toLowerCase()} has no selector set`);
}

function introspectPorts(object: KubeObject): Port[] {
  const spec = (object['spec'] ?? {}) as Spec;
  if (object.kind === 'Service') {
    return (spec.ports ?? []).map(({ port, protocol = 'TCP' }) => ({ port, protocol }));
  }
  const containers = (object.kind === 'Pod' ? spec : spec.template?.spec)?.containers ?? [];
  return containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })),
  );
}

/** `a=b,c=d` */
/** `a=b,c=d` (kubectl/pkg/generate/generate.go ParseLabels). */
export function keyValues(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map((pair): [string, string] => {
      const [key = '', value, ...more] = pair.split('=');
      if (value === undefined || more.length > 0) throw new CommandError(`unexpected label spec: ${pair}`);
      if (key === '') throw new CommandError('unexpected empty label key');
      return [key, value];
    }),
  );
}
