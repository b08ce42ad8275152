/** Cluster IPs and node ports (pkg/registry/core/service/storage/alloc.go). What is taken is read from the Services there are. */
import type { Service, ServiceSpec } from 'kubernetes-types/core/v1';
import { type FieldError, invalid } from '../../../../api/field-errors.ts';
import type { StrategyContext } from '../strategy.ts';
import { freeAddress, isInRanges, rangeText, serviceRanges } from './service-ranges.ts';

const NODE_PORTS = { first: 30000, size: 2768 };
const RANGE_ERROR = 'provided port is not in the valid range. The range of valid ports is 30000-32767';
const TAKEN_ERROR = 'provided port is already allocated';
/** The API server's own address, and the DNS service's. */
const RESERVED = ['10.96.0.1', '10.96.0.10'];

interface Spec extends Omit<ServiceSpec, 'ports'> {
  clusterIPs?: string[];
  ports?: { port: number; nodePort?: number; protocol?: string }[];
}

/** Fills in clusterIP(s) and node ports; returns what cannot be had. `old` keeps its own. */
export function allocate(spec: Spec, old: Spec | undefined, context: StrategyContext): FieldError[] {
  const others = context.list('services').map((object) => (object as unknown as Service).spec as Spec | undefined);
  const errors = allocateIP(spec, old, others, context);
  if (errors.length > 0) return errors;
  const ports = new NodePorts(old, others, context);
  const refused = allocatePorts(spec, ports);
  return refused.length > 0 ? refused : allocateHealthCheck(spec, old, ports);
}

function allocateIP(
  spec: Spec,
  old: Spec | undefined,
  others: readonly (Spec | undefined)[],
  context: StrategyContext,
): FieldError[] {
  if (spec.type === 'ExternalName' || spec.clusterIP === 'None') return [];
  if (old?.clusterIP && old.clusterIP === spec.clusterIP) return [];
  const taken = new Set(others.map((other) => other?.clusterIP));
  const ranges = serviceRanges(context);
  const refuse = (why: string): FieldError[] => [invalid('spec.clusterIPs', spec.clusterIPs ?? null, why)];
  if (spec.clusterIP) {
    const head = `failed to allocate IP ${spec.clusterIP}`;
    if (!isInRanges(ranges, spec.clusterIP))
      return refuse(
        context.dryRun
          ? `${head}: the provided IP (${spec.clusterIP}) is not in the valid range. The range of valid IPs is ${rangeText(context)}`
          : `${head}: the provided network does not match the current range`,
      );
    return taken.has(spec.clusterIP) ? refuse(`${head}: provided IP is already allocated`) : [];
  }
  for (const ip of RESERVED) taken.add(ip);
  const ip = freeAddress(ranges, taken, context);
  if (ip === undefined) return refuse('failed to allocate a serviceIP: range is full');
  spec.clusterIP = ip;
  spec.clusterIPs = [ip];
  return [];
}

/** The node ports that other Services have. */
class NodePorts {
  private readonly taken: Set<number | undefined>;

  constructor(
    old: Spec | undefined,
    others: readonly (Spec | undefined)[],
    private readonly context: StrategyContext,
  ) {
    this.taken = new Set(others.flatMap(portsOf));
    for (const port of portsOf(old)) this.taken.delete(port);
  }

  /** Why the port cannot be had, or ''. `shared`: the number is this Service's own already, for another protocol. */
  take(port: number, shared: boolean): string {
    // The dry run of upstream's allocator refuses no port.
    if (this.context.dryRun) return '';
    if (port < NODE_PORTS.first || port >= NODE_PORTS.first + NODE_PORTS.size) return RANGE_ERROR;
    if (this.taken.has(port) && !shared) return TAKEN_ERROR;
    this.taken.add(port);
    return '';
  }

  /** Undefined when all are taken. */
  next(): number | undefined {
    if (this.taken.size >= NODE_PORTS.size) return undefined;
    let port: number;
    do port = NODE_PORTS.first + this.context.random(NODE_PORTS.size);
    while (this.taken.has(port));
    this.taken.add(port);
    return port;
  }
}

function portsOf(spec: Spec | undefined): (number | undefined)[] {
  if (!spec) return [];
  return [...(spec.ports ?? []).map((port) => port.nodePort), spec.healthCheckNodePort].filter(Boolean);
}

function wantsNodePorts(spec: Spec): boolean {
  const { allocateLoadBalancerNodePorts } = spec as { allocateLoadBalancerNodePorts?: boolean };
  return spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

function allocatePorts(spec: Spec, free: NodePorts): FieldError[] {
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return [];
  const ports = spec.ports ?? [];
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort) continue;
    // The same number may serve two protocols of one Service.
    const shared = ports.some((one, j) => j < i && one.nodePort === port.nodePort && one.protocol !== port.protocol);
    const why = free.take(port.nodePort, shared);
    if (why !== '') return [invalid(`spec.ports[${i}].nodePort`, port.nodePort, why)];
  }
  if (!wantsNodePorts(spec)) return [];
  for (const [i, port] of ports.entries()) {
    if (port.nodePort) continue;
    const twin = ports.find((one) => one !== port && one.port === port.port && one.protocol !== port.protocol);
    const chosen = twin?.nodePort ?? free.next();
    if (chosen === undefined)
      return [invalid(`spec.ports[${i}].nodePort`, 0, 'failed to allocate a nodePort: range is full')];
    port.nodePort = chosen;
  }
  return [];
}

/** Load balancers that keep to nodes with endpoints ask each node on a port of its own. */
function allocateHealthCheck(spec: Spec, old: Spec | undefined, free: NodePorts): FieldError[] {
  if (spec.type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local') return [];
  if (!spec.healthCheckNodePort && old?.healthCheckNodePort) spec.healthCheckNodePort = old.healthCheckNodePort;
  if (!spec.healthCheckNodePort) {
    const chosen = free.next();
    if (chosen !== undefined) spec.healthCheckNodePort = chosen;
    return [];
  }
  if (spec.healthCheckNodePort === old?.healthCheckNodePort) return [];
  const why = free.take(spec.healthCheckNodePort, false);
  return why === ''
    ? []
    : [
        invalid(
          'spec.healthCheckNodePort',
          spec.healthCheckNodePort,
          `failed to allocate requested HealthCheck NodePort ${spec.healthCheckNodePort}: ${why}`,
        ),
      ];
}
