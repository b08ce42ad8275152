/** Endpoints (pkg/registry/core/endpoint/strategy.go; printers.go formatEndpoints). */
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Subset {
  addresses?: { ip: string }[];
  ports?: { name?: string; port: number; protocol?: string }[];
}

const SHOWN = 3;

function hostPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** `10.0.0.1:80,10.0.0.2:80 + 3 more...` */
export function formatEndpoints(object: KubeObject): string {
  const subsets = (object['subsets'] ?? []) as Subset[];
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))),
  );
  if (all.length === 0) return '<none>';
  const shown = all.slice(0, SHOWN).join(',');
  return all.length > SHOWN ? `${shown} + ${all.length - SHOWN} more...` : shown;
}

export const endpointsStrategy: Strategy = {
  info: info('v1', 'Endpoints', 'endpoints', { shortNames: ['ep'] }),
  allowCreateOnUpdate: true,
  applyDefaults(object) {
    for (const subset of (object['subsets'] ?? []) as Subset[]) {
      for (const port of subset.ports ?? []) if (!port.protocol) port.protocol = 'TCP';
    }
  },
  columns: columns('Name', 'Endpoints', 'Age'),
  cells: (object, now) => [nameOf(object), formatEndpoints(object), ageOf(object, now)],
};
