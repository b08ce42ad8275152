/** TokenReviews (pkg/registry/authentication/tokenreview/storage.go): whom a bearer token stands for. */
import { badRequest } from '../../../../api/status-errors.ts';
import { ISSUER, tokenUser } from '../../authentication/service-account-tokens.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { userInfo } from './self-subject-review.ts';

const GOOD_FOR = [ISSUER];

export const tokenReviewStrategy: Strategy = {
  info: info('authentication.k8s.io/v1', 'TokenReview', 'tokenreviews', { namespaced: false, verbs: ['create'] }),
  answer(object, { core }) {
    const { token = '', audiences } = (object['spec'] ?? {}) as { token?: string; audiences?: string[] };
    if (token === '') throw badRequest('token is required for TokenReview in authentication');
    const found = tokenUser(core, token, audiences?.length ? audiences : GOOD_FOR);
    const status = found
      ? { authenticated: true, user: userInfo(found.user), audiences: found.audiences }
      : { user: {}, error: 'invalid bearer token' };
    return { metadata: {}, ...object, status };
  },
  columns: columns('Name'),
  cells: (object) => [nameOf(object)],
};
