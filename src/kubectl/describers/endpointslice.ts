/** describeEndpointSlice. */
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { type Describer, describeEvents } from './describer.ts';

export const describeEndpointSlice: Describer = async (object, page, context) => {
  const { addressType, ports = [], endpoints = [] } = object as unknown as EndpointSlice;
  page.header(object);
  page.field('AddressType', addressType);
  if (!ports?.length) page.line(0, 'Ports: <unset>');
  else {
    page.line(0, 'Ports:');
    page.line(1, 'Name\tPort\tProtocol');
    page.line(1, '----\t----\t--------');
    for (const port of ports)
      page.line(1, `${port.name || '<unset>'}\t${port.port ?? '<unset>'}\t${port.protocol ?? '<unset>'}`);
  }
  page.line(0, endpoints?.length ? 'Endpoints:' : 'Endpoints: <none>');
  for (const endpoint of endpoints ?? []) {
    page.field('- Addresses', endpoint.addresses.join(',') || '<none>', 1);
    page.line(2, 'Conditions:');
    page.field('Ready', endpoint.conditions?.ready ?? '<unset>', 3);
    page.field('Hostname', endpoint.hostname ?? '<unset>', 2);
    if (endpoint.targetRef) page.field('TargetRef', `${endpoint.targetRef.kind}/${endpoint.targetRef.name}`, 2);
    page.field('NodeName', endpoint.nodeName ?? '<unset>', 2);
    page.field('Zone', endpoint.zone ?? '<unset>', 2);
  }
  await describeEvents(object, page, context);
};
