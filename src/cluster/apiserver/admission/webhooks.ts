/**
 * Mutating- and ValidatingAdmissionWebhook (apiserver/pkg/admission/plugin/webhook).
 * Simplified: nothing that a webhook points at can be reached from here, so each call fails as one to a dead server.
 */
import type { KubeObject } from '../../../api/object.ts';
import { internalError } from '../../../api/status-errors.ts';
import type { Core } from '../core.ts';
import { type Activation, activationOf } from '../policies/activation.ts';
import { conditionsOf } from '../policies/compiled.ts';
import { matchesResources } from '../policies/match.ts';
import { MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS, type Webhook, type WebhookConfiguration } from '../policies/types.ts';
import type { AdmissionPlugin, Attributes } from './plugin.ts';

export const mutatingWebhooks: AdmissionPlugin = {
  name: 'MutatingAdmissionWebhook',
  admit: (asked, core) => callAll(MUTATING_WEBHOOKS, asked, core),
};

export const validatingWebhooks: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  validate: (asked, core) => callAll(VALIDATING_WEBHOOKS, asked, core),
};

function callAll(table: string, asked: Attributes, core: Core): void {
  const configurations = core.store.list(table, {});
  // Webhooks are not asked about webhooks: one could lock everybody out.
  if (configurations.length === 0 || asked.strategy.info.group === 'admissionregistration.k8s.io') return;
  let activation: Activation | undefined;
  for (const configuration of configurations as readonly KubeObject[] as readonly WebhookConfiguration[]) {
    for (const webhook of configuration.webhooks ?? []) {
      if (!webhook.rules?.length || !matchesResources({ ...webhook, resourceRules: webhook.rules }, asked, core))
        continue;
      activation ??= activationOf(asked, core);
      if (!meets(webhook, activation)) continue;
      if (webhook.failurePolicy !== 'Ignore') throw unreachable(webhook, core);
    }
  }
}

function meets(webhook: Webhook, activation: Activation): boolean {
  return conditionsOf(webhook.matchConditions, false).every(({ expression }) => {
    try {
      return expression.program?.run(activation) === true;
    } catch {
      return true;
    }
  });
}

function unreachable(webhook: Webhook, core: Core): Error {
  const { url, service } = webhook.clientConfig ?? {};
  const target =
    url ?? `https://${service?.name}.${service?.namespace}.svc:${service?.port ?? 443}${service?.path ?? '/'}`;
  const post = `failed to call webhook: Post "${target}?timeout=${webhook.timeoutSeconds ?? 10}s"`;
  const missing = service && !core.store.get('services', service.namespace ?? '', service.name ?? '');
  const why = missing ? `service "${service.name}" not found` : 'dial tcp: connect: connection refused';
  return internalError(`failed calling webhook ${JSON.stringify(webhook.name)}: ${post}: ${why}`);
}
