/** Addresses for sandboxes out of a node's Pod range (containernetworking host-local: the next free one, round and round). */
const toNumber = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toText = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** For `EngineOptions.allocateIP`. `range` gives the node's podCIDR, undefined while it has none. */
export function podAddresses(
  range: () => string | undefined,
): (used: ReadonlySet<string>, last: string | undefined) => string | undefined {
  return (used, last) => {
    const [base, bits] = (range() ?? '').split('/');
    if (!base || !bits) return undefined;
    const size = 2 ** (32 - Number(bits));
    const start = toNumber(base);
    // .0 is the network's, .1 the gateway's, the last one the broadcast's.
    const usable = size - 3;
    const after = last === undefined ? 1 : toNumber(last) - start;
    for (let step = 1; step <= usable; step++) {
      const offset = 2 + ((after - 2 + step + usable) % usable);
      const ip = toText(start + offset);
      if (!used.has(ip)) return ip;
    }
    return undefined;
  };
}
