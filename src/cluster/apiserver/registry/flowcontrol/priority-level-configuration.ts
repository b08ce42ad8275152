/** PriorityLevelConfigurations (pkg/registry/flowcontrol/prioritylevelconfiguration/strategy.go, pkg/apis/flowcontrol). */
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Queuing {
  queues?: number;
  handSize?: number;
  queueLengthLimit?: number;
}

interface Spec {
  type?: string;
  limited?: {
    nominalConcurrencyShares?: number;
    lendablePercent?: number;
    borrowingLimitPercent?: number;
    limitResponse?: { type?: string; queuing?: Queuing };
  };
  exempt?: { nominalConcurrencyShares?: number; lendablePercent?: number };
}

/** The most queues, and how much of a hash there is to deal hands by. */
const MAX_QUEUES = 10_000_000;
const MAX_HASH_BITS = 60;

function applyDefaults(object: KubeObject): void {
  const spec = object['spec'] as Spec | undefined;
  if (!spec) return;
  if (spec.type === 'Exempt') {
    spec.exempt = { nominalConcurrencyShares: 0, lendablePercent: 0, ...spec.exempt };
  }
  const { limited } = spec;
  if (!limited) return;
  const response = limited.limitResponse;
  const queuing = response?.queuing && {
    queues: response.queuing.queues || 64,
    handSize: response.queuing.handSize || 8,
    queueLengthLimit: response.queuing.queueLengthLimit || 50,
  };
  spec.limited = {
    nominalConcurrencyShares: 30,
    lendablePercent: 0,
    ...limited,
    ...(response ? { limitResponse: queuing ? { ...response, queuing } : response } : {}),
  };
}

function validateLimited(limited: NonNullable<Spec['limited']>, errors: FieldError[]): void {
  const at = 'spec.limited';
  const { nominalConcurrencyShares: shares = 0, lendablePercent: lendable, borrowingLimitPercent: borrowing } = limited;
  if (shares < 0) errors.push(invalid(`${at}.nominalConcurrencyShares`, shares, 'must be a non-negative integer'));
  const { type = '', queuing } = limited.limitResponse ?? {};
  const path = `${at}.limitResponse`;
  if (type === 'Reject') {
    if (queuing)
      errors.push(forbiddenField(`${path}.queuing`, 'must be nil if limited.limitResponse.type is not Limited'));
  } else if (type === 'Queue') {
    if (queuing) validateQueuing(queuing, `${path}.queuing`, errors);
    else errors.push(required(`${path}.queuing`, 'must not be empty if limited.limitResponse.type is Limited'));
  } else errors.push(notSupported(`${path}.type`, type, ['Queue', 'Reject']));
  if (lendable !== undefined && (lendable < 0 || lendable > 100))
    errors.push(invalid(`${at}.lendablePercent`, lendable, 'must be between 0 and 100, inclusive'));
  if (borrowing !== undefined && borrowing < 0)
    errors.push(invalid(`${at}.borrowingLimitPercent`, borrowing, 'if specified, must be a non-negative integer'));
}

function validateQueuing(
  { queues = 0, handSize = 0, queueLengthLimit = 0 }: Queuing,
  at: string,
  errors: FieldError[],
): void {
  if (queueLengthLimit <= 0) errors.push(invalid(`${at}.queueLengthLimit`, queueLengthLimit, 'must be positive'));
  if (queues <= 0) errors.push(invalid(`${at}.queues`, queues, 'must be positive'));
  else if (queues > MAX_QUEUES) errors.push(invalid(`${at}.queues`, queues, `must not be greater than ${MAX_QUEUES}`));
  if (handSize <= 0) return void errors.push(invalid(`${at}.handSize`, handSize, 'must be positive'));
  if (handSize > queues)
    return void errors.push(invalid(`${at}.handSize`, handSize, `should not be greater than queues (${queues})`));
  let hands = 1;
  for (let i = 0; i < handSize; i++) hands *= queues - i;
  const bits = Math.ceil(Math.log2(hands));
  if (bits > MAX_HASH_BITS) {
    const why = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MAX_HASH_BITS}`;
    errors.push(invalid(`${at}.handSize`, handSize, why));
  }
}

function validate(object: KubeObject): FieldError[] {
  const { type = '', limited, exempt } = (object['spec'] ?? {}) as Spec;
  const errors: FieldError[] = [];
  if (type === 'Exempt') {
    if (limited) errors.push(forbiddenField('spec.limited', 'must be nil if the type is not Limited'));
  } else if (type === 'Limited') {
    if (exempt) errors.push(forbiddenField('spec.exempt', 'must be nil if the type is Limited'));
    if (limited) validateLimited(limited, errors);
    else errors.push(required('spec.limited', 'must not be empty when type is Limited'));
  } else errors.push(notSupported('spec.type', type, ['Exempt', 'Limited']));
  return errors;
}

export const priorityLevelConfigurationStrategy: Strategy = {
  info: info('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', 'prioritylevelconfigurations', {
    namespaced: false,
    subresources: ['status'],
  }),
  applyDefaults,
  prepareForCreate: (object) => startGeneration(object),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  columns: columns('Name', 'Type', 'NominalConcurrencyShares', 'Queues', 'HandSize', 'QueueLengthLimit', 'Age'),
  cells(object, now) {
    const { type = '', limited, exempt } = (object['spec'] ?? {}) as Spec;
    const queuing = limited?.limitResponse?.queuing;
    const shown = [
      limited?.nominalConcurrencyShares ?? exempt?.nominalConcurrencyShares,
      queuing?.queues,
      queuing?.handSize,
      queuing?.queueLengthLimit,
    ].map((value) => (value === undefined ? '<none>' : String(value)));
    return [nameOf(object), type, ...shown, ageOf(object, now)];
  },
};
