/** Webhooks of a configuration, checked (pkg/apis/admissionregistration/validation/validation.go). */
import { type FieldError, duplicate, invalid, notSupported, required } from '../../../api/field-errors.ts';
import { isDNS1123Subdomain } from '../../../api/names.ts';
import type { Webhook } from './types.ts';
import { conditionErrors, ruleErrors } from './validate-match.ts';

const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];

export function webhookErrors(webhooks: readonly Webhook[]): FieldError[] {
  const seen = new Set<string>();
  return webhooks.flatMap((webhook, i) => {
    const path = `webhooks[${i}]`;
    const errors = ofWebhook(webhook, path);
    if (seen.has(webhook.name)) errors.push(duplicate(`${path}.name`, webhook.name));
    seen.add(webhook.name);
    return errors;
  });
}

function ofWebhook(webhook: Webhook, path: string): FieldError[] {
  const errors: FieldError[] = nameErrors(webhook.name ?? '', `${path}.name`);
  for (const [i, rule] of (webhook.rules ?? []).entries()) errors.push(...ruleErrors(rule, `${path}.rules[${i}]`));
  const oneOf = (field: 'failurePolicy' | 'matchPolicy' | 'reinvocationPolicy', values: string[]): void => {
    const value = webhook[field];
    if (value !== undefined && !values.includes(value)) errors.push(notSupported(`${path}.${field}`, value, values));
  };
  oneOf('failurePolicy', ['Fail', 'Ignore']);
  oneOf('matchPolicy', ['Equivalent', 'Exact']);
  oneOf('reinvocationPolicy', ['IfNeeded', 'Never']);
  if (webhook.sideEffects === undefined) {
    errors.push(required(`${path}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(', ')}`));
  } else if (!SIDE_EFFECTS.includes(webhook.sideEffects))
    errors.push(notSupported(`${path}.sideEffects`, webhook.sideEffects, SIDE_EFFECTS));
  const timeout = webhook.timeoutSeconds ?? 10;
  if (timeout < 1 || timeout > 30)
    errors.push(invalid(`${path}.timeoutSeconds`, timeout, 'the timeout value must be between 1 and 30 seconds'));
  errors.push(...clientErrors(webhook, `${path}.clientConfig`));
  const versions = webhook.admissionReviewVersions ?? [];
  if (versions.length === 0)
    errors.push(required(`${path}.admissionReviewVersions`, 'must specify one of v1, v1beta1'));
  else if (!versions.some((one) => one === 'v1' || one === 'v1beta1'))
    errors.push(invalid(`${path}.admissionReviewVersions`, versions, 'must include at least one of v1, v1beta1'));
  return [...errors, ...conditionErrors(webhook.matchConditions, `${path}.matchConditions`, false)];
}

function nameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  const bad = isDNS1123Subdomain(name);
  if (bad.length > 0) return [invalid(path, name, bad.join(','))];
  return name.split('.').length < 3
    ? [invalid(path, name, 'should be a domain with at least three segments separated by dots')]
    : [];
}

function clientErrors({ clientConfig }: Webhook, path: string): FieldError[] {
  const { url, service } = clientConfig ?? {};
  if ((url === undefined) === (service === undefined))
    return [required(path, 'exactly one of url or service is required')];
  if (url !== undefined) return urlErrors(url, `${path}.url`);
  const errors: FieldError[] = [];
  if (!service?.name) errors.push(required(`${path}.service.name`, 'service name is required'));
  if (!service?.namespace) errors.push(required(`${path}.service.namespace`, 'service namespace is required'));
  return errors;
}

function urlErrors(url: string, path: string): FieldError[] {
  const form = '; desired format: https://host[/path]';
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return [required(path, `url must be a valid URL: parse ${JSON.stringify(url)}: invalid URI for request${form}`)];
  }
  if (parsed.protocol !== 'https:')
    return [invalid(path, parsed.protocol.slice(0, -1), `'https' is the only allowed URL scheme${form}`)];
  return parsed.host === '' ? [invalid(path, '', `host must be specified${form}`)] : [];
}
