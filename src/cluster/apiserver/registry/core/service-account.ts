/** ServiceAccounts (pkg/registry/core/serviceaccount/strategy.go). */
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

export const serviceAccountStrategy: Strategy = {
  info: info('v1', 'ServiceAccount', 'serviceaccounts', { shortNames: ['sa'], subresources: ['token'] }),
  columns: columns('Name', 'Age'),
  cells: (object, now) => [nameOf(object), ageOf(object, now)],
};
