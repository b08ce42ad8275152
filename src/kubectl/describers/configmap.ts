/** describeConfigMap. */
import type { ConfigMap } from 'kubernetes-types/core/v1';
import { type Describer, describeEvents } from './describer.ts';

export const describeConfigMap: Describer = async (object, page, context) => {
  const { data = {}, binaryData = {} } = object as unknown as ConfigMap;
  page.header(object);
  page.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort()) page.line(0, `${key}:\n----\n${data[key]}\n`);
  page.line(0, '\nBinaryData\n====');
  for (const key of Object.keys(binaryData).sort()) page.line(0, `${key}: ${atob(binaryData[key]!).length} bytes`);
  page.line(0, '');
  await describeEvents(object, page, context);
};
