/** `kubectl create namespace|serviceaccount|quota|poddisruptionbudget|priorityclass` (kubectl/pkg/cmd/create). */
import { canonicalQuantity, parseQuantity } from '../../api/quantity.ts';
import { parseIntOrString } from '../../api/intstr.ts';
import { parseSelector } from '../../api/labels.ts';
import { CommandError } from '../errors.ts';
import { defineGenerator } from './generator.ts';
import { present, typed } from './pod-template.ts';

export const createNamespace = defineGenerator({
  name: 'namespace',
  aliases: ['ns'],
  usage: 'namespace NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  long: 'Create a namespace with the specified name.',
  examples: '# Create a new namespace named my-namespace\nkubectl create namespace my-namespace',
  flags: [],
  generate: ({ name }) => typed('v1', 'Namespace', { metadata: { name }, spec: {}, status: {} }),
});

export const createServiceAccount = defineGenerator({
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'serviceaccount NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  long: 'Create a service account with the specified name.',
  examples: '# Create a new service account named my-service-account\nkubectl create serviceaccount my-service-account',
  flags: [],
  failure: 'failed to create serviceaccount: ',
  generate: ({ name }) => typed('v1', 'ServiceAccount', { metadata: { name } }),
});

export const createQuota = defineGenerator({
  name: 'quota',
  aliases: ['resourcequota'],
  usage: 'quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  long: 'Create a resource quota with the specified name, hard limits, and optional scopes.',
  flags: [
    {
      name: 'hard',
      type: 'string',
      default: '',
      usage: 'A comma-delimited set of resource=quantity pairs that define a hard limit.',
    },
    {
      name: 'scopes',
      type: 'string',
      default: '',
      usage: 'A comma-delimited set of quota scopes that must all match each object tracked by the quota.',
    },
  ],
  failure: 'failed to create quota: ',
  generate: ({ flags, name }) =>
    typed('v1', 'ResourceQuota', {
      metadata: { name },
      spec: present({
        hard: flags.string('hard') === '' ? undefined : resourceList(flags.string('hard')),
        scopes: flags.string('scopes') === '' ? [] : flags.string('scopes').split(','),
      }),
      status: {},
    }),
});

/** `cpu=1,memory=1Gi`; names in order. Throws what kubectl says of a pair that is none. */
export function resourceList(text: string): Record<string, string> {
  const pairs = text.split(',').map((statement): [string, string] => {
    const [key = '', value, ...more] = statement.split('=');
    if (value === undefined || more.length > 0) {
      throw new CommandError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    }
    if (!parseQuantity(value)) {
      throw new CommandError(
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      );
    }
    return [key, canonicalQuantity(value)];
  });
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const createPodDisruptionBudget = defineGenerator({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  usage: 'poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  short: 'Create a pod disruption budget with the specified name',
  long: 'Create a pod disruption budget with the specified name, selector, and desired minimum available pods.',
  flags: [
    {
      name: 'min-available',
      type: 'string',
      default: '',
      usage: 'The minimum number or percentage of available pods this budget requires.',
    },
    {
      name: 'max-unavailable',
      type: 'string',
      default: '',
      usage: 'The maximum number or percentage of unavailable pods this budget requires.',
    },
    {
      name: 'selector',
      type: 'string',
      default: '',
      usage: 'A label selector to use for this budget. Only equality-based selector requirements are supported.',
    },
  ],
  failure: 'failed to create poddisruptionbudgets: ',
  generate: ({ flags, name }) => {
    const selector = flags.string('selector');
    const min = flags.string('min-available');
    const max = flags.string('max-unavailable');
    if (selector === '') throw new CommandError('a selector must be specified');
    if (min === '' && max === '') throw new CommandError('one of min-available or max-unavailable must be specified');
    if (min !== '' && max !== '') throw new CommandError('min-available and max-unavailable cannot be both specified');
    for (const [flag, text] of [
      ['min-available', min],
      ['max-unavailable', max],
    ] as const)
      if (text !== '' && !/^[0-9]+%?$/.test(text)) throw new CommandError(`invalid format specified for ${flag}`);
    const matchLabels = Object.fromEntries(
      parseSelector(selector).requirements.map((one) => [one.key, one.values[0] ?? '']),
    );
    return typed('policy/v1', 'PodDisruptionBudget', {
      metadata: { name },
      spec: {
        ...(min === '' ? {} : { minAvailable: parseIntOrString(min) }),
        selector: { matchLabels },
        ...(max === '' ? {} : { maxUnavailable: parseIntOrString(max) }),
      },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    });
  },
});

export const createPriorityClass = defineGenerator({
  name: 'priorityclass',
  aliases: ['pc'],
  usage: 'priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  long: 'Create a priority class with the specified name, value, globalDefault and description.',
  flags: [
    { name: 'value', type: 'int', default: 0, usage: 'the value of this priority class.' },
    {
      name: 'global-default',
      type: 'bool',
      default: false,
      usage: 'global-default specifies whether this PriorityClass should be considered as the default priority.',
    },
    {
      name: 'description',
      type: 'string',
      default: '',
      usage:
        'description is an arbitrary string that usually provides guidelines on when this priority class should be used.',
    },
    {
      name: 'preemption-policy',
      type: 'string',
      default: 'PreemptLowerPriority',
      usage: 'preemption-policy is the policy for preempting pods with lower priority.',
    },
  ],
  failure: 'failed to create priorityclass: ',
  generate: ({ flags, name }) =>
    typed('scheduling.k8s.io/v1', 'PriorityClass', {
      metadata: { name },
      value: flags.int('value'),
      ...(flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(flags.string('description') === '' ? {} : { description: flags.string('description') }),
      preemptionPolicy: flags.string('preemption-policy'),
    }),
});
