/** describeNetworkPolicy. */
import type {
  NetworkPolicy,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from 'kubernetes-types/networking/v1';
import { formatLabelSelector } from '../../api/labels.ts';
import type { Describer } from './describer.ts';
import type { Page } from './page.ts';

export const describeNetworkPolicy: Describer = (object, page) => {
  const { metadata, spec } = object as unknown as NetworkPolicy;
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('Created on', goTime(metadata?.creationTimestamp as string | undefined));
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.line(0, 'Spec:');
  const selector = formatLabelSelector(spec?.podSelector as Parameters<typeof formatLabelSelector>[0]);
  const all = selector === '<none>' ? ' (Allowing the specific traffic to all pods in this namespace)' : '';
  page.line(1, `PodSelector:     ${selector}${all}`);
  const types = spec?.policyTypes ?? [];
  const ingress = (spec?.ingress ?? []).map(({ ports, from }: NetworkPolicyIngressRule) => ({ ports, peers: from }));
  const egress = (spec?.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }));
  if (types.includes('Ingress')) describeRules(page, 'ingress', ingress, ['From', 'source']);
  else page.line(1, 'Not affecting ingress traffic');
  if (types.includes('Egress')) describeRules(page, 'egress', egress, ['To', 'destination']);
  else page.line(1, 'Not affecting egress traffic');
  page.line(1, `Policy Types: ${types.join(', ')}`);
  return Promise.resolve();
};

interface Rule {
  ports: NetworkPolicyPort[] | undefined;
  peers: NetworkPolicyPeer[] | undefined;
}

function describeRules(page: Page, way: string, rules: readonly Rule[], [word, end]: readonly [string, string]): void {
  page.line(1, `Allowing ${way} traffic:`);
  if (rules.length === 0) page.line(2, `<none> (Selected pods are isolated for ${way} connectivity)`);
  for (const [i, { ports = [], peers = [] }] of rules.entries()) {
    if (ports.length === 0) page.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const { port, protocol = 'TCP' } of ports) page.line(2, `To Port: ${port ?? '<any>'}/${protocol}`);
    if (peers.length === 0) page.line(2, `${word}: <any> (traffic not restricted by ${end})`);
    for (const peer of peers) describePeer(page, word, peer);
    if (i < rules.length - 1) page.line(2, '----------');
  }
}

function describePeer(page: Page, word: string, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): void {
  const text = (selector: object): string => formatLabelSelector(selector as Parameters<typeof formatLabelSelector>[0]);
  page.line(2, `${word}:`);
  if (namespaceSelector) page.line(3, `NamespaceSelector: ${text(namespaceSelector)}`);
  if (podSelector) page.line(3, `PodSelector: ${text(podSelector)}`);
  if (!ipBlock) return;
  page.line(3, 'IPBlock:');
  page.line(4, `CIDR: ${ipBlock.cidr}`);
  page.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
}

/** As Go prints a time: `2026-11-21 09:07:42 +0000 UTC`. */
function goTime(timestamp: string | undefined): string {
  return timestamp ? `${timestamp.slice(0, 10)} ${timestamp.slice(11, 19)} +0000 UTC` : '<nil>';
}
