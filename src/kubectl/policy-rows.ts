/** Policy rules as kubectl shows them in `auth can-i --list` and in roles' pages (kubectl/pkg/describe CombineResourceGroup). */
import { type PolicyRule, breakdownRule, compactRules, sortRules } from '../api/policy-rules.ts';

/** Resource, URLs, names, verbs of each rule, compacted and in order. */
export function policyRows(rules: readonly PolicyRule[]): string[][] {
  return sortRules(compactRules(rules.flatMap(breakdownRule))).map((rule) => [
    combined(rule),
    list(rule.nonResourceURLs),
    list(rule.resourceNames),
    list(rule.verbs),
  ]);
}

/** `deployments.apps/scale`. */
function combined({ resources = [], apiGroups = [] }: PolicyRule): string {
  const [whole] = resources;
  if (whole === undefined) return '';
  const slash = whole.indexOf('/');
  const [resource, sub] = slash < 0 ? [whole, ''] : [whole.slice(0, slash), whole.slice(slash)];
  return `${resource}${apiGroups[0] ? `.${apiGroups[0]}` : ''}${sub}`;
}

function list(values: readonly string[] | undefined): string {
  return `[${(values ?? []).join(' ')}]`;
}
