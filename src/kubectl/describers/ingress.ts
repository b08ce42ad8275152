/** describeIngress. */
import type { Service } from 'kubernetes-types/core/v1';
import type { Ingress, IngressBackend } from 'kubernetes-types/networking/v1';
import type { Client } from '../../client/client.ts';
import { plainMessage } from '../errors.ts';
import { type Describer, describeEvents } from './describer.ts';
import { endpointText, slicesOf } from './endpoint-text.ts';

const SERVICES = { group: '', version: 'v1', resource: 'services' };

export const describeIngress: Describer = async (object, page, context) => {
  const { metadata, spec = {}, status } = object as unknown as Ingress;
  const backend = (one: IngressBackend): Promise<string> => backendText(context.client, metadata?.namespace ?? '', one);
  page.field('Name', metadata?.name);
  page.labels('Labels', metadata?.labels);
  page.field('Namespace', metadata?.namespace);
  page.field('Address', (status?.loadBalancer?.ingress ?? []).map((one) => one.ip || one.hostname || '').join(','));
  page.field('Ingress Class', spec.ingressClassName ?? '<none>');
  const fallback = spec.defaultBackend ? await backend(spec.defaultBackend) : '<default>';
  page.field('Default backend', fallback);
  if (spec.tls?.length) page.line(0, 'TLS:');
  for (const one of spec.tls ?? []) {
    const hosts = (one.hosts ?? []).join(',');
    page.line(1, one.secretName ? `${one.secretName} terminates ${hosts}` : `SNI routes ${hosts}`);
  }
  page.line(0, 'Rules:');
  page.line(1, 'Host\tPath\tBackends');
  page.line(1, '----\t----\t--------');
  const rules = (spec.rules ?? []).filter((rule) => rule.http);
  for (const rule of rules) {
    page.line(1, `${rule.host || '*'}\t`);
    for (const path of rule.http!.paths) page.line(2, `\t${path.path ?? ''} \t${await backend(path.backend)}`);
  }
  if (rules.length === 0) page.line(1, `*\t*\t${fallback}`);
  page.annotations('Annotations', metadata?.annotations);
  await describeEvents(object, page, context);
};

async function backendText(client: Client, namespace: string, { service, resource }: IngressBackend): Promise<string> {
  if (!service)
    return resource ? `APIGroup: ${resource.apiGroup ?? ''}, Kind: ${resource.kind}, Name: ${resource.name}` : '';
  const text = `${service.name}:${service.port?.name || (service.port?.number ?? '')}`;
  try {
    const found = await client.get<Service>(SERVICES, service.name, namespace);
    const port = found.spec?.ports?.find((one) =>
      service.port?.name ? one.name === service.port.name : one.port === service.port?.number,
    );
    const slices = await slicesOf(client, namespace, service.name);
    return `${text} (${endpointText(slices, port?.name ?? '')})`;
  } catch (error) {
    return `${text} (<error: ${plainMessage(error)}>)`;
  }
}
