/** The kinds of certificates.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { certificateSigningRequestStrategy } from './certificate-signing-request.ts';

export const certificatesKinds: readonly Strategy[] = [certificateSigningRequestStrategy];
