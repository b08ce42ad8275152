/** describeServiceCIDR, describeIPAddress. */
import { type Describer, describeEvents } from './describer.ts';
import { rfc1123 } from './page.ts';

interface Condition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

interface ServiceCIDR {
  spec?: { cidrs?: string[] };
  status?: { conditions?: Condition[] };
}

interface IPAddress {
  spec?: { parentRef?: { group?: string; resource?: string; namespace?: string; name?: string } };
}

export const describeServiceCIDR: Describer = async (object, page, context) => {
  const { spec, status } = object as ServiceCIDR;
  page.header(object);
  page.field('CIDRs', (spec?.cidrs ?? []).join(', '));
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    page.line(0, 'Status:');
    page.line(0, 'Conditions:');
    page.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    page.line(1, '----\t------\t------------------\t------\t-------');
    for (const { type, status: value, lastTransitionTime, reason = '', message = '' } of conditions)
      page.line(1, `${type}\t${value}\t${rfc1123(lastTransitionTime)}\t${reason}\t${message}`);
  }
  await describeEvents(object, page, context);
};

export const describeIPAddress: Describer = async (object, page, context) => {
  const { parentRef = {} } = (object as IPAddress).spec ?? {};
  page.header(object);
  page.line(0, 'Parent Reference:');
  page.field('Group', parentRef.group, 1);
  page.field('Resource', parentRef.resource, 1);
  page.field('Namespace', parentRef.namespace, 1);
  page.field('Name', parentRef.name, 1);
  await describeEvents(object, page, context);
};
