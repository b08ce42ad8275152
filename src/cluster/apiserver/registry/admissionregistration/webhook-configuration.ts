/** Validating- and MutatingWebhookConfigurations (pkg/registry/admissionregistration/{validating,mutating}webhookconfiguration/strategy.go). */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../../api/object.ts';
import type { Webhook, WebhookConfiguration } from '../../policies/types.ts';
import { defaultMatch } from '../../policies/validate-match.ts';
import { webhookErrors } from '../../policies/validate-webhook.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

const webhooksOf = (object: KubeObject): Webhook[] => (object as WebhookConfiguration).webhooks ?? [];

function applyDefaults(webhook: Webhook, mutating: boolean): void {
  webhook.failurePolicy ??= 'Fail';
  webhook.timeoutSeconds ??= 10;
  if (mutating) webhook.reinvocationPolicy ??= 'Never';
  defaultMatch(webhook);
  for (const rule of webhook.rules ?? []) rule.scope ??= '*';
  const service = webhook.clientConfig?.service;
  if (service) service.port ??= 443;
}

function strategy(kind: string, resource: string, mutating: boolean): Strategy {
  return {
    info: info('admissionregistration.k8s.io/v1', kind, resource, {
      categories: ['api-extensions'],
      namespaced: false,
    }),
    applyDefaults(object) {
      for (const webhook of webhooksOf(object)) applyDefaults(webhook, mutating);
    },
    prepareForCreate(object) {
      object.metadata = { ...object.metadata, generation: 1 };
    },
    prepareForUpdate(object, old) {
      const generation = old.metadata?.generation ?? 0;
      const changed = !dequal(object['webhooks'], old['webhooks']);
      object.metadata = { ...object.metadata, generation: changed ? generation + 1 : generation };
    },
    validate: (object) => webhookErrors(webhooksOf(object)),
    columns: columns('Name', 'Webhooks#', 'Age'),
    cells: (object, now) => [nameOf(object), webhooksOf(object).length, ageOf(object, now)],
  };
}

export const validatingWebhookConfigurationStrategy = strategy(
  'ValidatingWebhookConfiguration',
  'validatingwebhookconfigurations',
  false,
);
export const mutatingWebhookConfigurationStrategy = strategy(
  'MutatingWebhookConfiguration',
  'mutatingwebhookconfigurations',
  true,
);
