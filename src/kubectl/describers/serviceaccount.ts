/** describeServiceAccount. */
import type { ServiceAccount } from 'kubernetes-types/core/v1';
import { type Describer, describeEvents } from './describer.ts';

export const describeServiceAccount: Describer = async (object, page, context) => {
  const { imagePullSecrets = [] } = object as unknown as ServiceAccount;
  page.header(object);
  page.list(
    'Image pull secrets',
    imagePullSecrets.map((one) => one.name ?? ''),
  );
  await describeEvents(object, page, context);
};
