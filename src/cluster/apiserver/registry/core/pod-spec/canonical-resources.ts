/** Amounts of resources as they are stored (pkg/apis/core/v1/defaults.go SetDefaults_ResourceList): canonical, whole thousandths. */
import { canonicalQuantity, formatQuantity, parseQuantity } from '../../../../../api/quantity.ts';

const MILLI = 1_000_000n;

interface Lists {
  limits?: Record<string, string>;
  requests?: Record<string, string>;
}

/** Rewrites limits and requests in place. */
export function canonicalResources(holder: { resources?: object }): void {
  const { limits, requests } = (holder.resources ?? {}) as Lists;
  canonicalList(limits);
  canonicalList(requests);
}

export function canonicalList(list: Record<string, string> | undefined): void {
  if (!list || Object.isFrozen(list)) return;
  for (const name in list) {
    const text = list[name]!;
    const canonical = roundedUp(text);
    if (canonical !== text) list[name] = canonical;
  }
}

function roundedUp(text: string): string {
  const canonical = canonicalQuantity(text);
  // Only the smallest suffixes can be finer than a thousandth.
  if (!/[nu]$/.test(canonical) && !canonical.includes('e-')) return canonical;
  const parsed = parseQuantity(canonical);
  if (!parsed || parsed.nano % MILLI === 0n) return canonical;
  const away = parsed.nano < 0n ? -MILLI : MILLI;
  return formatQuantity({ ...parsed, nano: (parsed.nano / MILLI) * MILLI + away });
}
