/** describeIngressClass. */
import type { IngressClass } from 'kubernetes-types/networking/v1';
import { type Describer, describeEvents } from './describer.ts';

export const describeIngressClass: Describer = async (object, page, context) => {
  const { spec } = object as unknown as IngressClass;
  page.header(object);
  page.field('Controller', spec?.controller);
  if (spec?.parameters) {
    page.line(0, 'Parameters:');
    if (spec.parameters.apiGroup) page.field('APIGroup', spec.parameters.apiGroup, 1);
    page.field('Kind', spec.parameters.kind, 1);
    page.field('Name', spec.parameters.name, 1);
  }
  await describeEvents(object, page, context);
};
