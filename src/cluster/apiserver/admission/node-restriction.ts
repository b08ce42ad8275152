/** NodeRestriction (plugin/pkg/admission/noderestriction/admission.go): a kubelet changes its own Node, Lease and Pods only. */
import { forbidden } from '../../../api/status-errors.ts';
import type { AdmissionPlugin, Attributes } from './plugin.ts';

const PREFIX = 'system:node:';
const MIRROR = 'kubernetes.io/config.mirror';

export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  admit(request) {
    const { user, groups } = request.caller;
    if (!user.startsWith(PREFIX) || !groups.includes('system:nodes')) return;
    const why = refusal(request, user.slice(PREFIX.length));
    if (why !== undefined) throw forbidden(request.strategy.info, request.name, why);
  },
};

function refusal(request: Attributes, node: string): string | undefined {
  const { strategy, name, namespace, object } = request;
  const who = `node ${JSON.stringify(node)}`;
  switch (strategy.info.resource) {
    case 'nodes':
      return name === node ? undefined : `${who} is not allowed to modify node ${JSON.stringify(name)}`;
    case 'leases':
      if (namespace !== 'kube-node-lease') return `can only access leases in the "kube-node-lease" system namespace`;
      return (object?.metadata?.name ?? name) === node
        ? undefined
        : 'can only access node lease with the same name as the requesting node';
    case 'pods':
      return ofPod(request, node, who);
    default:
      return undefined;
  }
}

function ofPod(
  { operation, subresource, name, object, old }: Attributes,
  node: string,
  who: string,
): string | undefined {
  const bound = (pod: object | undefined): boolean =>
    (pod as { spec?: { nodeName?: string } } | undefined)?.spec?.nodeName === node;
  if (operation === 'DELETE') {
    return !old || bound(old) ? undefined : `${who} can only delete pods with spec.nodeName set to itself`;
  }
  if (operation === 'CREATE' && !subresource) {
    if (object?.metadata?.annotations?.[MIRROR] === undefined) {
      return `pod does not have ${JSON.stringify(MIRROR)} annotation, ${who} can only create mirror pods`;
    }
    return bound(object) ? undefined : `${who} can only create pods with spec.nodeName set to itself`;
  }
  if (subresource === 'status') {
    return bound(old) ? undefined : `${who} can only update pod status for pods with spec.nodeName set to itself`;
  }
  return subresource ? undefined : `${who} can only update pod status, not pod ${JSON.stringify(name)}`;
}
