/** SelfSubjectReviews (pkg/registry/authentication/selfsubjectreview/rest.go): who the server takes the caller for. */
import { timestamp } from '../../core.ts';
import type { Caller } from '../../verbs-contract.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

/** As authentication.k8s.io/v1 UserInfo. */
export function userInfo({ user, uid, groups, extra }: Omit<Caller, 'userAgent'>): object {
  return { username: user, ...(uid ? { uid } : {}), groups, ...(extra ? { extra } : {}) };
}

export const selfSubjectReviewStrategy: Strategy = {
  info: info('authentication.k8s.io/v1', 'SelfSubjectReview', 'selfsubjectreviews', {
    namespaced: false,
    verbs: ['create'],
  }),
  answer: (_object, { caller, core }) => ({
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { creationTimestamp: timestamp(core.clock.now()) },
    status: { userInfo: userInfo(caller) },
  }),
  columns: columns('Name'),
  cells: (object) => [nameOf(object)],
};
