/** describeEndpoints. */
import type { Endpoints } from 'kubernetes-types/core/v1';
import { type Describer, describeEvents } from './describer.ts';

export const describeEndpoints: Describer = async (object, page, context) => {
  const { subsets = [] } = object as unknown as Endpoints;
  page.header(object);
  page.line(0, 'Subsets:');
  for (const subset of subsets) {
    const text = (list: { ip: string }[] | undefined): string =>
      (list ?? []).map((one) => one.ip).join(',') || '<none>';
    page.field('Addresses', text(subset.addresses), 1);
    page.field('NotReadyAddresses', text(subset.notReadyAddresses), 1);
    if (subset.ports?.length) {
      page.line(1, 'Ports:');
      page.line(2, 'Name\tPort\tProtocol');
      page.line(2, '----\t----\t--------');
      for (const port of subset.ports)
        page.line(2, `${port.name || '<unset>'}\t${port.port}\t${port.protocol ?? 'TCP'}`);
    }
    page.line(0, '');
  }
  await describeEvents(object, page, context);
};
