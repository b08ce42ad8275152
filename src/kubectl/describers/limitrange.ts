/** describeLimitRange. */
import type { LimitRange } from 'kubernetes-types/core/v1';
import type { Describer } from './describer.ts';

export const describeLimitRange: Describer = (object, page) => {
  const { metadata, spec } = object as unknown as LimitRange;
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.line(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  page.line(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  for (const item of spec?.limits ?? []) {
    const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const names = new Set(lists.flatMap((list) => Object.keys(list ?? {})));
    for (const name of [...names].toSorted())
      page.line(0, [item.type, name, ...lists.map((list) => list?.[name] ?? '-')].join('\t'));
  }
  return Promise.resolve();
};
