/** What a policy rule allows, covers and looks like (pkg/apis/rbac/v1/evaluation_helpers.go, component-helpers/auth/rbac). */
import { type PolicyRule, breakdownRule } from '../../../api/policy-rules.ts';
import type { Attributes } from './authorizer.ts';

export type { PolicyRule };

const ALL = '*';

export function ruleAllows(rule: PolicyRule, asked: Omit<Attributes, 'user'>): boolean {
  if (!matches(rule.verbs, asked.verb)) return false;
  if (asked.path !== undefined) return urlMatches(rule.nonResourceURLs, asked.path);
  return (
    matches(rule.apiGroups, asked.group) &&
    resourceMatches(rule.resources, asked.resource, asked.subresource) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(asked.name))
  );
}

function matches(allowed: readonly string[] | undefined, value: string): boolean {
  return allowed !== undefined && (allowed.includes(ALL) || allowed.includes(value));
}

function resourceMatches(allowed: readonly string[] | undefined, resource: string, subresource: string): boolean {
  if (!allowed) return false;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return matches(allowed, whole) || (subresource !== '' && allowed.includes(`*/${subresource}`));
}

function urlMatches(allowed: readonly string[] | undefined, path: string): boolean {
  return (allowed ?? []).some(
    (url) => url === ALL || url === path || (url.endsWith(ALL) && path.startsWith(url.slice(0, -1))),
  );
}

/** The parts of `asked` that `owned` does not cover, each of one verb on one resource (Covers). */
export function uncovered(owned: readonly PolicyRule[], asked: readonly PolicyRule[]): PolicyRule[] {
  return asked.flatMap(breakdownRule).filter((part) => !owned.some((rule) => ruleCovers(rule, part)));
}

function ruleCovers(owner: PolicyRule, part: PolicyRule): boolean {
  const all = (has: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean =>
    (has ?? []).includes(ALL) || (wanted ?? []).every((one) => has?.includes(one) === true);
  if (!all(owner.verbs, part.verbs)) return false;
  if (part.nonResourceURLs) return part.nonResourceURLs.every((url) => urlMatches(owner.nonResourceURLs, url));
  return (
    all(owner.apiGroups, part.apiGroups) &&
    (part.resources ?? []).every((resource) => coversResource(owner.resources, resource)) &&
    (!owner.resourceNames?.length ||
      (!!part.resourceNames?.length && part.resourceNames.every((name) => owner.resourceNames!.includes(name))))
  );
}

function coversResource(owned: readonly string[] | undefined, resource: string): boolean {
  const [, subresource] = resource.split('/');
  if (owned === undefined) return false;
  if (owned.includes(ALL) || owned.includes(resource)) return true;
  return subresource !== undefined && owned.includes(`*/${subresource}`);
}

/** `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}` (CompactString). */
export function compactString(rule: PolicyRule): string {
  const parts = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ] as const;
  const shown = parts.filter(([, values]) => values?.length).map(([name, values]) => `${name}:${quotedList(values!)}`);
  return `{${shown.join(', ')}}`;
}

/** Go's %q of a slice of strings. */
export function quotedList(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
}
