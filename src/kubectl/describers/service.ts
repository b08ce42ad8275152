/** describeService. */
import type { Service } from 'kubernetes-types/core/v1';
import { formatLabels } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';
import { endpointText, slicesOf } from './endpoint-text.ts';
import type { Page } from './page.ts';

export const describeService: Describer = async (object, page, context) => {
  const service = object as unknown as Service;
  const { metadata, spec = {}, status } = service;
  page.header(object);
  page.field('Selector', formatLabels(spec.selector));
  page.field('Type', spec.type);
  if (spec.ipFamilyPolicy) page.field('IP Family Policy', spec.ipFamilyPolicy);
  page.field('IP Families', spec.ipFamilies?.join(',') || '<none>');
  page.field('IP', spec.clusterIP ?? '');
  page.field('IPs', spec.clusterIPs?.join(',') || '<none>');
  if (spec.externalIPs?.length) page.field('External IPs', spec.externalIPs.join(','));
  if (spec.loadBalancerIP) page.field('Desired LoadBalancer IP', spec.loadBalancerIP);
  if (spec.externalName) page.field('External Name', spec.externalName);
  const ingress = (status?.loadBalancer?.ingress ?? []) as { ip?: string; hostname?: string; ipMode?: string }[];
  if (ingress.length > 0) {
    page.field(
      'LoadBalancer Ingress',
      ingress
        .map((one) => (one.ip ? `${one.ip}${one.ipMode ? ` (${one.ipMode})` : ''}` : (one.hostname ?? '')))
        .join(', '),
    );
  }
  const slices = await slicesOf(context.client, metadata?.namespace ?? '', metadata?.name ?? '');
  ports(service, page, slices);
  page.field('Session Affinity', spec.sessionAffinity ?? '');
  if (spec.externalTrafficPolicy) page.field('External Traffic Policy', spec.externalTrafficPolicy);
  if (spec.internalTrafficPolicy) page.field('Internal Traffic Policy', spec.internalTrafficPolicy);
  if (spec.healthCheckNodePort) page.field('HealthCheck NodePort', spec.healthCheckNodePort);
  if (spec.loadBalancerSourceRanges?.length)
    page.field('LoadBalancer Source Ranges', spec.loadBalancerSourceRanges.join(','));
  await describeEvents(object, page, context);
};

function ports({ spec }: Service, page: Page, slices: Parameters<typeof endpointText>[0]): void {
  for (const port of spec?.ports ?? []) {
    const name = port.name || '<unset>';
    const protocol = port.protocol ?? 'TCP';
    page.line(0, `Port:\t${name}\t${port.port}/${protocol}`);
    page.field('TargetPort', `${port.targetPort}/${protocol}`);
    if (port.nodePort) page.line(0, `NodePort:\t${name}\t${port.nodePort}/${protocol}`);
    page.field('Endpoints', endpointText(slices, port.name ?? ''));
  }
}
