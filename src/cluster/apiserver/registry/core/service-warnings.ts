/** What is valid in a Service and still worth a word (pkg/api/service/warnings.go). */
import type { KubeObject } from '../../../../api/object.ts';
import { warnOfCIDR, warnOfIP } from '../address-warnings.ts';

interface Spec {
  type?: string;
  clusterIPs?: string[];
  externalIPs?: string[];
  externalName?: string;
  loadBalancerIP?: string;
  loadBalancerSourceRanges?: string[];
  trafficDistribution?: string;
}

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';

export function serviceWarnings(object: KubeObject, warn: (message: string) => void): void {
  const {
    clusterIPs = [],
    externalIPs = [],
    loadBalancerSourceRanges: ranges = [],
    ...spec
  } = (object['spec'] ?? {}) as Spec;
  if (object.metadata?.annotations?.[HINTS] !== undefined)
    warn(`annotation ${HINTS} is deprecated, please use ${MODE} instead`);
  if (spec.type !== 'ExternalName')
    for (const [i, ip] of clusterIPs.entries()) if (ip !== 'None') warnOfIP(`spec.clusterIPs[${i}]`, ip, warn);
  for (const [i, ip] of externalIPs.entries()) warnOfIP(`spec.externalIPs[${i}]`, ip, warn);
  if (spec.loadBalancerIP) warnOfIP('spec.loadBalancerIP', spec.loadBalancerIP, warn);
  for (const [i, range] of ranges.entries()) warnOfCIDR(`spec.loadBalancerSourceRanges[${i}]`, range.trim(), warn);
  if (spec.type === 'ExternalName' && externalIPs.length > 0)
    warn('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.type !== 'ExternalName' && spec.externalName)
    warn('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (spec.trafficDistribution === 'PreferClose')
    warn('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
}
