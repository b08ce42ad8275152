/** describeSecret: sizes only, a service account's token excepted. */
import type { Secret } from 'kubernetes-types/core/v1';
import type { Describer } from './describer.ts';

export const describeSecret: Describer = (object, page) => {
  const { type, data = {} } = object as unknown as Secret;
  page.header(object);
  page.line(0, `\nType:\t${type ?? ''}`);
  page.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort()) {
    const value = atob(data[key]!);
    page.field(
      key,
      type === 'kubernetes.io/service-account-token' && key === 'token' ? value : `${value.length} bytes`,
    );
  }
  return Promise.resolve();
};
