/** describePriorityClass. */
import { type Describer, describeEvents } from './describer.ts';

export const describePriorityClass: Describer = async (object, page, context) => {
  const {
    value = 0,
    globalDefault = false,
    preemptionPolicy,
    description = '',
  } = object as {
    value?: number;
    globalDefault?: boolean;
    preemptionPolicy?: string;
    description?: string;
  };
  const annotations = Object.entries(object.metadata?.annotations ?? {}).map(([key, text]) => `${key}=${text}`);
  page.field('Name', object.metadata?.name);
  page.field('Value', value);
  page.field('GlobalDefault', globalDefault);
  if (preemptionPolicy) page.field('PreemptionPolicy', preemptionPolicy);
  page.field('Description', description);
  page.field('Annotations', annotations.length > 0 ? annotations.sort().join(',') : '<none>');
  await describeEvents(object, page, context);
};
