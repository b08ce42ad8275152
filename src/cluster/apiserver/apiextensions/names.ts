/** Which names a definition gets (apiextensions-apiserver/pkg/controller/status/naming_controller.go). */
import type { Crd, CrdCondition, CrdNames } from './types.ts';

export interface Accepted {
  names: CrdNames;
  condition: Omit<CrdCondition, 'lastTransitionTime'>;
}

/** Names that other definitions of the group have are refused; what was accepted before stays. */
export function acceptNames(crd: Crd, others: readonly Crd[]): Accepted {
  const taken = { plural: new Set<string>(), kind: new Set<string>() };
  for (const { spec, status, metadata } of others) {
    if (spec.group !== crd.spec.group || metadata?.uid === crd.metadata?.uid) continue;
    const { plural = '', singular = '', shortNames = [], kind = '', listKind = '' } = status?.acceptedNames ?? {};
    for (const name of [plural, singular, ...shortNames]) if (name) taken.plural.add(name);
    for (const name of [kind, listKind]) if (name) taken.kind.add(name);
  }
  const wanted = crd.spec.names;
  const names: CrdNames = { ...(crd.status?.acceptedNames ?? { plural: '', kind: '' }) };
  const refusals: [reason: string, message: string][] = [];
  const use = (name: string | undefined, of: Set<string>, reason: string): boolean => {
    if (name === undefined || name === '' || !of.has(name)) return true;
    refusals.push([reason, `${JSON.stringify(name)} is already in use`]);
    return false;
  };
  if (use(wanted.plural, taken.plural, 'PluralConflict')) names.plural = wanted.plural;
  if (use(wanted.singular, taken.plural, 'SingularConflict')) names.singular = wanted.singular ?? '';
  const clashes = (wanted.shortNames ?? []).filter((name) => taken.plural.has(name));
  if (clashes.length > 0)
    refusals.push([
      'ShortNamesConflict',
      clashes.map((name) => `${JSON.stringify(name)} is already in use`).join(', '),
    ]);
  else if (wanted.shortNames) names.shortNames = wanted.shortNames;
  else delete names.shortNames;
  if (use(wanted.kind, taken.kind, 'KindConflict')) names.kind = wanted.kind;
  if (use(wanted.listKind, taken.kind, 'ListKindConflict')) names.listKind = wanted.listKind ?? '';
  if (wanted.categories) names.categories = wanted.categories;
  else delete names.categories;
  const [reason, message] = refusals.at(-1) ?? ['NoConflicts', 'no conflicts found'];
  return {
    names,
    condition: { type: 'NamesAccepted', status: refusals.length > 0 ? 'False' : 'True', reason, message },
  };
}
