/** ServiceCIDRs (pkg/controller/servicecidrs/servicecidrs_controller.go): ready until deleted; gone when nothing in them is taken. */
import { contains, parseCIDR, parseIP } from '../../api/ip.ts';
import type { KubeObject } from '../../api/object.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { IP_ADDRESSES, SERVICE_CIDRS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';

const FINALIZER = 'networking.k8s.io/service-cidr-finalizer';

interface ServiceCidr extends KubeObject {
  spec?: { cidrs?: string[] };
  status?: { conditions?: { type: string; status: string; reason?: string; message?: string }[] };
}

interface Context extends ControllerContext {
  cidrs: Informer<ServiceCidr>;
  addresses: Informer<KubeObject>;
}

export const serviceCidrsController = defineController({
  name: 'service-cidrs-controller',
  start(given) {
    const { queue } = given;
    const ranged = (range: ServiceCidr): void => queue.add(range.metadata?.name ?? '');
    const cidrs = given.watch<ServiceCidr>(SERVICE_CIDRS, { add: ranged, update: ranged });
    const addresses = given.watch<KubeObject>(IP_ADDRESSES, {
      delete() {
        for (const range of cidrs.values()) if (range.metadata?.deletionTimestamp) ranged(range);
      },
    });
    const context: Context = { ...given, cidrs, addresses };
    return (name) => syncRange(context, name);
  },
});

function syncRange(context: Context, name: string): void {
  const { session } = context;
  const range = context.cidrs.getByKey(name);
  if (!range) return;
  const finalizers = range.metadata?.finalizers ?? [];
  if (range.metadata?.deletionTimestamp) {
    if (!finalizers.includes(FINALIZER)) return;
    if (isUsed(context, range)) {
      const text =
        'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR';
      return setReady(context, range, 'False', 'Terminating', text);
    }
    const metadata = { ...range.metadata, finalizers: finalizers.filter((one) => one !== FINALIZER) };
    return void session.update(SERVICE_CIDRS, { ...range, metadata });
  }
  const held = finalizers.includes(FINALIZER)
    ? range
    : session.update<ServiceCidr>(SERVICE_CIDRS, {
        ...range,
        metadata: { ...range.metadata, finalizers: [...finalizers, FINALIZER] },
      });
  setReady(context, held, 'True', '', 'Kubernetes Service CIDR is ready');
}

/** An address in the range that no other range holds. */
function isUsed({ addresses, cidrs }: Context, range: ServiceCidr): boolean {
  const others = [...cidrs.values()].filter((one) => one !== range && !one.metadata?.deletionTimestamp);
  return [...addresses.values()].some(({ metadata }) => {
    const ip = metadata?.name ?? '';
    return holds(range, ip) && !others.some((other) => holds(other, ip));
  });
}

function holds({ spec }: ServiceCidr, ip: string): boolean {
  const address = parseIP(ip);
  return (spec?.cidrs ?? []).some((text) => {
    const network = parseCIDR(text);
    return address !== undefined && network !== undefined && contains(network, address);
  });
}

function setReady(
  { session, clock }: Context,
  range: ServiceCidr,
  status: string,
  reason: string,
  message: string,
): void {
  const old = range.status?.conditions?.find(({ type }) => type === 'Ready');
  if (old?.status === status && old.message === message) return;
  const condition = { type: 'Ready', status, lastTransitionTime: rfc3339(clock.now()), reason, message };
  session.update(SERVICE_CIDRS, { ...range, status: { ...range.status, conditions: [condition] } }, 'status');
}
