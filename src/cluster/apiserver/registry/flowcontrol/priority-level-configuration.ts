/** PriorityLevelConfigurations (pkg/registry/flowcontrol/prioritylevelconfiguration/strategy.go, pkg/apis/flowcontrol). */
import { type FieldError, forbiddenField, notSupported, required } from '../../../../api/field-errors.ts';
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
    limitResponse?: { type?: string; queuing?: Queuing };
  };
  exempt?: { nominalConcurrencyShares?: number; lendablePercent?: number };
}

function applyDefaults(object: KubeObject): void {
  const spec = object['spec'] as Spec | undefined;
  if (!spec) return;
  if (spec.type === 'Exempt') {
    spec.exempt = { nominalConcurrencyShares: 0, lendablePercent: 0, ...spec.exempt };
  }
  const { limited } = spec;
  if (!limited) return;
  const response = limited.limitResponse;
  const queuing = response?.queuing && { queues: 64, handSize: 8, queueLengthLimit: 50, ...response.queuing };
  spec.limited = {
    nominalConcurrencyShares: 30,
    lendablePercent: 0,
    ...limited,
    ...(response ? { limitResponse: queuing ? { ...response, queuing } : response } : {}),
  };
}

function validate(object: KubeObject): FieldError[] {
  const { type = '', limited, exempt } = (object['spec'] ?? {}) as Spec;
  const errors: FieldError[] = [];
  if (type === 'Exempt') {
    if (limited) errors.push(forbiddenField('spec.limited', 'must be nil if the type is not Limited'));
  } else if (type === 'Limited') {
    if (exempt) errors.push(forbiddenField('spec.exempt', 'must be nil if the type is Limited'));
    if (!limited) errors.push(required('spec.limited', 'must not be empty when type is Limited'));
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
