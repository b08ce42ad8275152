/** Which objects a quota is about (apiserver/pkg/quota/v1/generic/evaluator.go Matches). */
export interface Scope {
  scopeName: string;
  operator: string;
  values?: string[];
}

export interface QuotaSpec {
  hard?: Record<string, string>;
  scopes?: string[];
  scopeSelector?: { matchExpressions?: Scope[] };
}

/** Plain scopes and those of the selector; all of them must hold. */
export function scopesOf({ scopes = [], scopeSelector }: QuotaSpec): Scope[] {
  return [
    ...scopes.map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(scopeSelector?.matchExpressions ?? []),
  ];
}
