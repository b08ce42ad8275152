/**
 * Authorisation (apiserver/pkg/authorization/authorizer): may this user do this? The modes of kubeadm, `Node,RBAC`, with
 * system:masters let through before both.
 */
import { forbidden } from '../../../api/status-errors.ts';
import type { StatusError } from '../../../api/status.ts';
import type { Resource } from '../../../client/client.ts';
import type { Store } from '../../store/contract.ts';
import type { Caller } from '../verbs-contract.ts';
import { authorizeNode } from './node.ts';
import { type Visit, createRuleResolver, describeBinding } from './rbac.ts';
import { type PolicyRule, ruleAllows } from './rules.ts';

/** Who asks for what. A request for no resource has a `path`, and '' in the rest. */
export interface Attributes {
  user: Caller;
  verb: string;
  group: string;
  resource: string;
  subresource: string;
  /** '' at the cluster scope. */
  namespace: string;
  name: string;
  path?: string;
}

export interface Decision {
  allowed: boolean;
  /** Why, for people. */
  reason: string;
}

export interface Authorizer {
  authorize(attributes: Attributes): Decision;
  /** As `authorize` of a resource request, for callers in the same process: decisions are remembered. */
  allows(user: Caller, verb: string, resource: Resource, subresource: string, namespace: string, name: string): boolean;
  /** Every rule that holds for a user in a namespace ('' for the cluster's own), and what could not be resolved. */
  rulesFor(user: Caller, namespace: string): { rules: PolicyRule[]; errors: string[] };
  /** The rules of a role. Throws NotFound. */
  rulesOf(kind: string, name: string, namespace: string): readonly PolicyRule[];
}

export type AuthorizationMode = 'AlwaysAllow' | 'Node,RBAC';

export const MASTERS = 'system:masters';

const ALLOWED: Decision = { allowed: true, reason: '' };

export function createAuthorizer(store: Store, mode: AuthorizationMode): Authorizer {
  const resolver = createRuleResolver(store);
  const remembered = new Memory(() => resolver.version());

  function authorize(attributes: Attributes): Decision {
    const { user } = attributes;
    if (mode === 'AlwaysAllow' || user.groups.includes(MASTERS)) return ALLOWED;
    const node = authorizeNode(attributes, store);
    if (node?.allowed) return node;
    let allowedBy: Visit | undefined;
    const errors: string[] = [];
    resolver.visit(user, attributes.namespace, (visit) => {
      if (visit.error !== undefined) errors.push(visit.error);
      else if (ruleAllows(visit.rule, attributes)) allowedBy = visit;
      return allowedBy === undefined;
    });
    if (allowedBy) return { allowed: true, reason: `RBAC: allowed by ${describeBinding(allowedBy)}` };
    const rbac = errors.length === 0 ? '' : `RBAC: ${errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`}`;
    return { allowed: false, reason: [node?.reason ?? '', rbac].filter((text) => text !== '').join('\n') };
  }

  return {
    authorize,
    allows(user, verb, resource, subresource, namespace, name) {
      if (mode === 'AlwaysAllow' || user.groups.includes(MASTERS)) return true;
      const known = remembered.of(user, resource);
      const everywhere = subresource === '' ? verb : `${verb}/${subresource}`;
      const wide = known.get(everywhere);
      if (wide) return true;
      const asked = { user, verb, group: resource.group, resource: resource.resource, subresource };
      if (wide === undefined) {
        const { allowed } = authorize({ ...asked, namespace: '', name: '' });
        remember(known, everywhere, allowed);
        if (allowed) return true;
      }
      const here = `${everywhere} ${namespace}/${name}`;
      let allowed = known.get(here);
      // What a node may read follows its Pods, which no version of the rules tells of.
      if (allowed === undefined || user.user.startsWith('system:node:')) {
        ({ allowed } = authorize({ ...asked, namespace, name }));
        remember(known, here, allowed);
      }
      return allowed;
    },
    rulesFor(user, namespace) {
      const rules: PolicyRule[] = [];
      const errors: string[] = [];
      resolver.visit(user, namespace, ({ rule, error }) => {
        if (error !== undefined) errors.push(error);
        else rules.push(rule);
        return true;
      });
      return { rules, errors };
    },
    rulesOf: (kind, name, namespace) => resolver.rulesOf(kind, name, namespace),
  };
}

const MOST = 10_000;

function remember(known: Map<string, boolean>, key: string, allowed: boolean): void {
  if (known.size >= MOST) known.clear();
  known.set(key, allowed);
}

type Decisions = Map<string, boolean>;

/** Decisions by caller and resource, both as objects; all are forgotten when a role or binding changes. */
class Memory {
  private callers = new WeakMap<Caller, WeakMap<Resource, Decisions>>();
  private version = -1;

  constructor(private readonly current: () => number) {}

  of(caller: Caller, resource: Resource): Decisions {
    const version = this.current();
    if (version !== this.version) {
      this.version = version;
      this.callers = new WeakMap();
    }
    let resources = this.callers.get(caller);
    if (!resources) this.callers.set(caller, (resources = new WeakMap()));
    let known = resources.get(resource);
    if (!known) resources.set(resource, (known = new Map()));
    return known;
  }
}

/** The 403 of a request that nobody allowed (apiserver/pkg/endpoints/handlers/responsewriters/errors.go). */
export function denied(attributes: Attributes, reason: string): StatusError {
  const { group, resource, name } = attributes;
  const message = deniedMessage(attributes);
  return forbidden({ group, resource }, name, reason === '' ? message : `${message}: ${reason}`);
}

function deniedMessage(attributes: Attributes): string {
  const { user, verb, group, resource, subresource, namespace, path } = attributes;
  const who = `User ${JSON.stringify(user.user)} cannot ${verb}`;
  if (path !== undefined) return `${who} path ${JSON.stringify(path)}`;
  const what = JSON.stringify(subresource === '' ? resource : `${resource}/${subresource}`);
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return `${who} resource ${what} in API group ${JSON.stringify(group)} ${where}`;
}
