/** Which requests a policy or webhook asks to see (apiserver/pkg/admission/plugin/{policy/matching,webhook/predicates}). */
import { matchesLabels, selectorFromLabelSelector } from '../../../api/labels.ts';
import type { LabelSelector } from '../../../api/labels.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Attributes } from '../admission/plugin.ts';
import type { Core } from '../core.ts';
import type { MatchResources, Rule } from './types.ts';

/** Without rules every request matches: a binding narrows only what it names. */
export function matchesResources(match: MatchResources, asked: Attributes, core: Core): boolean {
  if (!selectsNamespace(match.namespaceSelector, asked, core)) return false;
  if (!selectsObject(match.objectSelector, asked)) return false;
  const equivalent = match.matchPolicy !== 'Exact';
  if (match.excludeResourceRules?.some((rule) => matchesRule(rule, asked, core, equivalent))) return false;
  const rules = match.resourceRules ?? [];
  return rules.length === 0 || rules.some((rule) => matchesRule(rule, asked, core, equivalent));
}

export function matchesRule(rule: Rule, asked: Attributes, core: Core, equivalent: boolean): boolean {
  const { info } = asked.strategy;
  const has = (list: readonly string[] | undefined, value: string): boolean =>
    list?.some((one) => one === '*' || one === value) ?? false;
  return (
    has(rule.operations, asked.operation) &&
    has(rule.apiGroups, info.group) &&
    versionsOf(asked, core, equivalent).some((version) => has(rule.apiVersions, version)) &&
    (rule.scope === undefined || rule.scope === '*' || (rule.scope === 'Namespaced') === info.namespaced) &&
    (rule.resources ?? []).some((pattern) => matchesResource(pattern, info.resource, asked.subresource)) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(asked.name))
  );
}

/** Simplified: an equivalent version matches, but the object is shown in the version that was asked for. */
function versionsOf({ strategy: { info } }: Attributes, core: Core, equivalent: boolean): string[] {
  if (!equivalent) return [info.version];
  return core.kinds.all
    .filter((one) => one.info.group === info.group && one.info.resource === info.resource)
    .map((one) => one.info.version);
}

/** A resource, a resource and its subresource, or a star for either. */
function matchesResource(pattern: string, resource: string, subresource: string | undefined): boolean {
  const [name, sub] = pattern.split('/');
  if (name !== '*' && name !== resource) return false;
  if (sub === undefined) return subresource === undefined;
  return sub === '*' || sub === subresource;
}

function isEmpty(selector: LabelSelector | undefined): boolean {
  return !selector || Object.keys(selector).length === 0;
}

/** The labels of the object's namespace decide; a Namespace is its own. Other cluster-scoped objects are not excluded. */
function selectsNamespace(selector: LabelSelector | undefined, asked: Attributes, core: Core): boolean {
  if (isEmpty(selector)) return true;
  const { info } = asked.strategy;
  const own = info.group === '' && info.resource === 'namespaces';
  if (!info.namespaced && !own) return true;
  const namespace = own ? (asked.object ?? asked.old) : core.store.get('namespaces', undefined, asked.namespace ?? '');
  return matchesLabels(selectorFromLabelSelector(selector), namespace?.metadata?.labels);
}

function selectsObject(selector: LabelSelector | undefined, { object, old }: Attributes): boolean {
  if (isEmpty(selector)) return true;
  const parsed = selectorFromLabelSelector(selector);
  const selects = (one: KubeObject | undefined): boolean =>
    one !== undefined && matchesLabels(parsed, one.metadata?.labels);
  return selects(object) || selects(old);
}
