/** Webhooks of a configuration, checked (pkg/apis/admissionregistration/validation/validation.go). */
import { type FieldError, duplicate, invalid, notSupported, required } from '../../../api/field-errors.ts';
import { isDNS1035Label, isDNS1123Subdomain, isValidPortNum } from '../../../api/names.ts';
import { validateLabelSelector } from '../registry/label-selector.ts';
import type { Webhook } from './types.ts';
import { conditionErrors, ruleErrors } from './validate-match.ts';

const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];

export function webhookErrors(webhooks: readonly Webhook[]): FieldError[] {
  const seen = new Set<string>();
  return webhooks.flatMap((webhook, i) => {
    const path = `webhooks[${i}]`;
    const versions = webhook.admissionReviewVersions ?? [];
    const at = `${path}.admissionReviewVersions`;
    const errors = ofWebhook(webhook, path);
    if (versions.length === 0) errors.push(required(at, 'must specify one of v1, v1beta1'));
    else errors.push(...reviewVersionErrors(versions, at));
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
  validateLabelSelector(webhook.namespaceSelector, `${path}.namespaceSelector`, errors);
  validateLabelSelector(webhook.objectSelector, `${path}.objectSelector`, errors);
  errors.push(...clientErrors(webhook.clientConfig ?? {}, `${path}.clientConfig`));
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

/** At least one of those that are known must be there. */
export function reviewVersionErrors(versions: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [i, version] of versions.entries()) {
    if (seen.has(version)) errors.push(invalid(`${path}[${i}]`, version, 'duplicate version'));
    else errors.push(...isDNS1035Label(version).map((text) => invalid(`${path}[${i}]`, version, text)));
    seen.add(version);
  }
  if (!seen.has('v1') && !seen.has('v1beta1'))
    errors.push(invalid(path, versions, 'must include at least one of v1, v1beta1'));
  return errors;
}

/** How a webhook is reached (apiserver/pkg/util/webhook/validation.go). */
export function clientErrors({ url, service }: NonNullable<Webhook['clientConfig']>, path: string): FieldError[] {
  if ((url === undefined) === (service === undefined))
    return [required(path, 'exactly one of url or service is required')];
  if (url !== undefined) return urlErrors(url, `${path}.url`);
  const errors: FieldError[] = [];
  if (!service?.name) errors.push(required(`${path}.service.name`));
  if (!service?.namespace) errors.push(required(`${path}.service.namespace`));
  const port = service?.port ?? 443;
  const bad = isValidPortNum(port);
  if (bad.length > 0) errors.push(invalid(`${path}.service.port`, port, `port is not valid: ${bad.join(', ')}`));
  return [...errors, ...servicePathErrors(service?.path ?? '', `${path}.service.path`)];
}

function servicePathErrors(urlPath: string, path: string): FieldError[] {
  if (urlPath === '' || urlPath === '/') return [];
  if (urlPath === '//') return [invalid(path, urlPath, 'segment[0] may not be empty')];
  const errors: FieldError[] = [];
  if (!urlPath.startsWith('/')) errors.push(invalid(path, urlPath, "must start with a '/'"));
  for (const [i, step] of urlPath.slice(1).replace(/\/$/, '').split('/').entries())
    if (step === '') errors.push(invalid(path, urlPath, `segment[${i}] may not be empty`));
    else for (const text of isDNS1123Subdomain(step)) errors.push(invalid(path, urlPath, `segment[${i}]: ${text}`));
  return errors;
}

function urlErrors(url: string, path: string): FieldError[] {
  const form = '; desired format: https://host[/path]';
  const parts = /^(?:([a-zA-Z][\w+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(url);
  if (!parts || url === '')
    return [required(path, `url must be a valid URL: parse ${JSON.stringify(url)}: invalid URI for request${form}`)];
  const [, scheme = '', user, host = '', query = '', fragment = ''] = parts;
  const errors: FieldError[] = [];
  if (scheme !== 'https') errors.push(invalid(path, scheme, `'https' is the only allowed URL scheme${form}`));
  if (host === '') errors.push(invalid(path, '', `host must be specified${form}`));
  if (user !== undefined) errors.push(invalid(path, user, 'user information is not permitted in the URL'));
  if (fragment !== '') errors.push(invalid(path, fragment, 'fragments are not permitted in the URL'));
  if (query !== '') errors.push(invalid(path, query, 'query parameters are not permitted in the URL'));
  return errors;
}
