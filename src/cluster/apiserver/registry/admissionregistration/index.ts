/** The kinds of admissionregistration.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { validatingAdmissionPolicyBindingStrategy } from './validating-admission-policy-binding.ts';
import { validatingAdmissionPolicyStrategy } from './validating-admission-policy.ts';
import {
  mutatingWebhookConfigurationStrategy,
  validatingWebhookConfigurationStrategy,
} from './webhook-configuration.ts';

export const admissionregistrationKinds: readonly Strategy[] = [
  mutatingWebhookConfigurationStrategy,
  validatingAdmissionPolicyStrategy,
  validatingAdmissionPolicyBindingStrategy,
  validatingWebhookConfigurationStrategy,
];
