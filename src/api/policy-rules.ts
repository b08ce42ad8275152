/** RBAC rules taken apart and put together again (component-helpers/auth/rbac/validation/{rule_breakdown,policy_compact,policy_comparator}.go). */
export interface PolicyRule {
  verbs?: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

/** One rule for each verb on each resource. */
export function breakdownRule(rule: PolicyRule): PolicyRule[] {
  const parts: PolicyRule[] = [];
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      for (const verb of rule.verbs ?? []) {
        const part = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (!rule.resourceNames?.length) parts.push(part);
        else for (const name of rule.resourceNames) parts.push({ ...part, resourceNames: [name] });
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) {
    for (const verb of rule.verbs ?? []) parts.push({ nonResourceURLs: [url], verbs: [verb] });
  }
  return parts;
}

/** Joins rules of one group and one resource that differ in verbs alone. */
export function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const simple = new Map<string, PolicyRule>();
  const others: PolicyRule[] = [];
  for (const rule of rules) {
    const key = simpleKey(rule);
    if (key === undefined) {
      others.push(rule);
      continue;
    }
    const known = simple.get(key);
    const verbs = [...new Set([...(known?.verbs ?? []), ...(rule.verbs ?? [])])];
    simple.set(key, { ...(known ?? rule), verbs });
  }
  return [...others, ...simple.values()];
}

function simpleKey(rule: PolicyRule): string | undefined {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  if (nonResourceURLs.length > 0 || resourceNames.length > 1) return undefined;
  if (apiGroups.length !== 1 || resources.length !== 1) return undefined;
  return JSON.stringify([apiGroups[0], resources[0], resourceNames[0] ?? null]);
}

/** In the order of the rules' Go text, which begins with the verbs (SortableRuleSlice). */
export function sortRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const text = (rule: PolicyRule): string =>
    [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]
      .map((values) => `[${(values ?? []).join(' ')}],`)
      .join('');
  return rules
    .map((rule) => [text(rule), rule] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, rule]) => rule);
}
