/** The kinds of authorization.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import {
  localSubjectAccessReviewStrategy,
  selfSubjectAccessReviewStrategy,
  subjectAccessReviewStrategy,
} from './access-review.ts';
import { selfSubjectRulesReviewStrategy } from './self-subject-rules-review.ts';

export const authorizationKinds: readonly Strategy[] = [
  localSubjectAccessReviewStrategy,
  selfSubjectAccessReviewStrategy,
  selfSubjectRulesReviewStrategy,
  subjectAccessReviewStrategy,
];
