/** Aliases that would never end or fill all memory (go-yaml decode.go: aliasDepth, allowedAliasRatio). Pure. */

/** Nodes up to which nearly all may come from aliases, and from which on hardly any may. */
const LOW = 400_000;
const HIGH = 4_000_000;
const RATIO_AT_LOW = 0.99;
const RATIO_AT_HIGH = 0.1;

function allowedRatio(decoded: number): number {
  if (decoded <= LOW) return RATIO_AT_LOW;
  if (decoded >= HIGH) return RATIO_AT_HIGH;
  return RATIO_AT_LOW - (RATIO_AT_LOW - RATIO_AT_HIGH) * ((decoded - LOW) / (HIGH - LOW));
}

/** Throws Error with go-yaml's words. `value` is what `source` was read to: an alias is the same object again. */
export function checkAliases(value: unknown, source: string): void {
  const anchor = /&([\w-]+)/.exec(source)?.[1];
  if (anchor === undefined || !source.includes('*')) return;
  const above = new Set<object>();
  const seen = new Set<object>();
  let decoded = 0;
  let aliased = 0;
  const walk = (node: unknown, inAlias: boolean): void => {
    decoded++;
    if (inAlias) aliased++;
    if (aliased > 100 && decoded > 1000 && aliased / decoded > allowedRatio(decoded)) {
      throw new Error('yaml: document contains excessive aliasing');
    }
    if (typeof node !== 'object' || node === null) return;
    if (above.has(node)) throw new Error(`yaml: anchor '${anchor}' value contains itself`);
    const again = inAlias || seen.has(node);
    seen.add(node);
    above.add(node);
    for (const inner of Object.values(node)) walk(inner, again);
    above.delete(node);
  };
  walk(value, false);
}
