/** ServiceAccounts (pkg/registry/core/serviceaccount/strategy.go). */
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';

export const serviceAccountStrategy: Strategy = {
  info: info('v1', 'ServiceAccount', 'serviceaccounts', { shortNames: ['sa'], subresources: ['token'] }),
  warnings(object, old, warn) {
    const said = (one: KubeObject | undefined): boolean => one?.metadata?.annotations?.[ENFORCE] !== undefined;
    if (said(object) && !said(old))
      warn(
        `metadata.annotations[${ENFORCE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
      );
  },
  columns: columns('Name', 'Age'),
  cells: (object, now) => [nameOf(object), ageOf(object, now)],
};
