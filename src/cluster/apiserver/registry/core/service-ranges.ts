/** The ranges that cluster IPs come from (pkg/registry/core/service/ipallocator/cidrallocator.go): those of the ServiceCIDRs. */
import { type Network, contains, firstOf, formatIP, parseCIDR, parseIP, sizeOf } from '../../../../api/ip.ts';
import type { KubeObject } from '../../../../api/object.ts';
import type { StrategyContext } from '../strategy.ts';

const DEFAULT: Network = parseCIDR('10.96.0.0/12')!;

/** In order of name; a range that is being deleted gives nothing. Without any, the cluster's own. */
export function serviceRanges(context: StrategyContext): Network[] {
  const ranges = context
    .list('servicecidrs.networking.k8s.io')
    .filter(({ metadata }) => !metadata?.deletionTimestamp)
    .flatMap((range: KubeObject) => (range['spec'] as { cidrs?: string[] } | undefined)?.cidrs ?? [])
    .map(parseCIDR)
    .filter((network) => network?.family === 4) as Network[];
  return ranges.length > 0 ? ranges : [DEFAULT];
}

/** The first range of the Services' addresses, as it was written. */
export function rangeText(context: StrategyContext): string {
  const [first] = context.list('servicecidrs.networking.k8s.io');
  return (first?.['spec'] as { cidrs?: string[] } | undefined)?.cidrs?.[0] ?? '10.96.0.0/12';
}

export function isInRanges(ranges: readonly Network[], ip: string): boolean {
  const address = parseIP(ip);
  return address !== undefined && ranges.some((range) => contains(range, address));
}

const MAX_BAND = 256n;
const TRIES = 200;

/** The low end of a range is kept for addresses that people choose (calculateRangeOffset). */
function staticBand(size: bigint): bigint {
  const band = size / 16n;
  return band < 16n ? 0n : band > MAX_BAND ? MAX_BAND : band;
}

/** A free address by chance, else the first that is free; undefined when all are taken. */
export function freeAddress(
  ranges: readonly Network[],
  taken: ReadonlySet<string | undefined>,
  context: StrategyContext,
): string | undefined {
  for (const range of ranges) {
    const start = firstOf(range);
    const last = sizeOf(range) - 2n;
    const band = staticBand(sizeOf(range));
    const at = (offset: bigint): string => formatIP({ family: range.family, value: start + offset });
    const room = Number(last - band);
    const tries = room > 0 ? TRIES : 0;
    for (let i = 0; i < tries; i++) {
      const ip = at(band + 1n + BigInt(context.random(room)));
      if (!taken.has(ip)) return ip;
    }
    for (let offset = 1n; offset <= last; offset++) if (!taken.has(at(offset))) return at(offset);
  }
  return undefined;
}
