/** Cluster IPs and node ports (pkg/registry/core/service/storage/alloc.go). What is taken is read from the Services there are. */
import type { Service, ServiceSpec } from 'kubernetes-types/core/v1';
import { type FieldError, invalid } from '../../../../api/field-errors.ts';
import type { StrategyContext } from '../strategy.ts';

const RANGE = { first: 1, size: 2 ** 20 - 2 };
const NODE_PORTS = { first: 30000, size: 2768 };

interface Spec extends Omit<ServiceSpec, 'ports'> {
  clusterIPs?: string[];
  ports?: { port: number; nodePort?: number; protocol?: string }[];
}

/** 10.96.0.0 plus `offset`. */
function address(offset: number): string {
  return `10.${96 + (offset >>> 16)}.${(offset >>> 8) & 255}.${offset & 255}`;
}

function inRange(ip: string): boolean {
  const [a, b] = ip.split('.').map(Number);
  return a === 10 && b !== undefined && b >= 96 && b < 112;
}

/** Fills in clusterIP(s) and node ports; returns what cannot be had. `old` keeps its own. */
export function allocate(spec: Spec, old: Spec | undefined, context: StrategyContext): FieldError[] {
  const others = context.list('services').map((object) => (object as unknown as Service).spec as Spec | undefined);
  const errors = allocateIP(spec, old, others, context);
  return errors.length > 0 ? errors : allocatePorts(spec, old, others, context);
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
  if (spec.clusterIP) {
    const refuse = (why: string): FieldError[] => [
      invalid('spec.clusterIPs', [spec.clusterIP], `failed to allocate IP ${spec.clusterIP}: ${why}`),
    ];
    if (!inRange(spec.clusterIP)) return refuse('the provided network does not match the current range');
    if (taken.has(spec.clusterIP)) return refuse('provided IP is already allocated');
    return [];
  }
  let ip = '';
  // 10.96.0.1 is the API server's own, .10 the DNS service's.
  do ip = address(RANGE.first + context.random(RANGE.size));
  while (taken.has(ip) || ip === '10.96.0.1' || ip === '10.96.0.10');
  spec.clusterIP = ip;
  spec.clusterIPs = [ip];
  return [];
}

function wantsNodePorts(spec: Spec): boolean {
  return spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
}

function allocatePorts(
  spec: Spec,
  old: Spec | undefined,
  others: readonly (Spec | undefined)[],
  context: StrategyContext,
): FieldError[] {
  if (!wantsNodePorts(spec)) return [];
  const own = new Set((old?.ports ?? []).map((port) => port.nodePort));
  const taken = new Set(others.flatMap((other) => (other?.ports ?? []).map((port) => port.nodePort)));
  for (const port of own) taken.delete(port);
  for (const [i, port] of (spec.ports ?? []).entries()) {
    if (!port.nodePort) continue;
    const at = `spec.ports[${i}].nodePort`;
    if (port.nodePort < NODE_PORTS.first || port.nodePort >= NODE_PORTS.first + NODE_PORTS.size) {
      return [
        invalid(at, port.nodePort, 'provided port is not in the valid range. The range of valid ports is 30000-32767'),
      ];
    }
    // The same number may serve two protocols of one Service.
    const shared = spec.ports?.some(
      (other, j) => j < i && other.nodePort === port.nodePort && other.protocol !== port.protocol,
    );
    if (taken.has(port.nodePort) && !shared) return [invalid(at, port.nodePort, 'provided port is already allocated')];
    taken.add(port.nodePort);
  }
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    let chosen: number;
    do chosen = NODE_PORTS.first + context.random(NODE_PORTS.size);
    while (taken.has(chosen));
    port.nodePort = chosen;
    taken.add(chosen);
  }
  return [];
}
