/** The kinds of authentication.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { selfSubjectReviewStrategy } from './self-subject-review.ts';
import { tokenReviewStrategy } from './token-review.ts';

export const authenticationKinds: readonly Strategy[] = [selfSubjectReviewStrategy, tokenReviewStrategy];
