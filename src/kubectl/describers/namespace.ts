/** describeNamespace, with its quotas and limit ranges. */
import type { LimitRange, Namespace, ResourceQuota } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import type { DescribeContext, Describer } from './describer.ts';
import type { Page } from './page.ts';

export const describeNamespace: Describer = async (object, page, context) => {
  const { metadata, status } = object as unknown as Namespace;
  page.header(object);
  page.field('Status', status?.phase);
  const quotas = await listed<ResourceQuota>(context, 'resourcequotas', metadata?.name ?? '');
  if (quotas) {
    page.line(0, '');
    describeQuotas(page, quotas);
  }
  const limits = await listed<LimitRange>(context, 'limitranges', metadata?.name ?? '');
  if (limits) {
    page.line(0, '');
    describeLimits(page, limits);
  }
};

/** Undefined where the server does not serve the resource or forbids it. */
async function listed<T extends object>(
  { client }: DescribeContext,
  resource: string,
  namespace: string,
): Promise<T[] | undefined> {
  try {
    return (await client.list<KubeObject>({ group: '', version: 'v1', resource }, { namespace }))
      .items as unknown as T[];
  } catch (error) {
    // A cluster without the kind has none of it.
    return (error as { reason?: string }).reason === 'NotFound' ? [] : undefined;
  }
}

function describeQuotas(page: Page, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) return page.line(0, 'No resource quota.');
  page.line(0, 'Resource Quotas');
  for (const quota of quotas) {
    page.field('Name', quota.metadata?.name, 1);
    page.line(1, 'Resource\tUsed\tHard');
    page.line(1, '--------\t---\t---');
    const hard = quota.status?.hard ?? {};
    for (const name of Object.keys(hard).sort())
      page.line(1, `${name}\t${quota.status?.used?.[name] ?? '0'}\t${hard[name]}`);
  }
}

function describeLimits(page: Page, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) return page.line(0, 'No LimitRange resource.');
  page.line(0, 'Resource Limits');
  page.line(0, ' Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  page.line(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  for (const item of ranges.flatMap((range) => range.spec?.limits ?? [])) {
    const columns = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const names = new Set(columns.flatMap((column) => Object.keys(column ?? {})));
    for (const name of [...names].sort())
      page.line(0, ` ${item.type}\t${name}\t${columns.map((column) => column?.[name] ?? '-').join('\t')}`);
  }
}
