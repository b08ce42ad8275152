/** PriorityClasses (pkg/registry/scheduling/priorityclass/strategy.go, pkg/apis/scheduling/validation/validation.go). */
import {
  type FieldError,
  IMMUTABLE,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

export interface PriorityClass {
  value?: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}

const HIGHEST_USER_PRIORITY = 1_000_000_000;
const SYSTEM: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

function systemError(name: string, { value = 0, globalDefault = false }: PriorityClass): string | undefined {
  const known = SYSTEM[name];
  if (known === undefined) return `${name} is not a known system priority class`;
  if (value !== known) return `value of ${name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

function validate(object: KubeObject): FieldError[] {
  const name = object.metadata?.name ?? '';
  const priority = object as PriorityClass;
  const errors: FieldError[] = [];
  if (name.startsWith('system-')) {
    const error = systemError(name, priority);
    if (error !== undefined) {
      const why = `priority class names with 'system-' prefix are reserved for system use only. error: ${error}`;
      errors.push(forbiddenField('metadata.name', why));
    }
  } else if ((priority.value ?? 0) > HIGHEST_USER_PRIORITY) {
    const why = `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`;
    errors.push(forbiddenField('value', why));
  }
  const policy = priority.preemptionPolicy;
  if (policy === '') errors.push(required('preemptionPolicy'));
  else if (policy !== undefined && policy !== 'PreemptLowerPriority' && policy !== 'Never') {
    errors.push(notSupported('preemptionPolicy', policy, ['PreemptLowerPriority', 'Never']));
  }
  return errors;
}

export const priorityClassStrategy: Strategy = {
  info: info('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', { namespaced: false, shortNames: ['pc'] }),
  applyDefaults(object) {
    const priority = object as PriorityClass;
    priority.value ??= 0;
    priority.preemptionPolicy ??= 'PreemptLowerPriority';
    if (priority.globalDefault === false) delete priority.globalDefault;
  },
  prepareForCreate(object) {
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate(object, old) {
    const generation = old.metadata?.generation;
    if (generation !== undefined) object.metadata = { ...object.metadata, generation };
  },
  validate,
  validateUpdate(object, old) {
    const [next, before] = [object as PriorityClass, old as PriorityClass];
    const errors: FieldError[] = [];
    if (next.value !== before.value) errors.push(forbiddenField('value', 'may not be changed in an update.'));
    if (next.preemptionPolicy !== before.preemptionPolicy) {
      errors.push(invalid('preemptionPolicy', next.preemptionPolicy, IMMUTABLE));
    }
    return errors;
  },
  columns: columns('Name', 'Value#', 'Global-Default', 'Age', 'PreemptionPolicy').map((column) =>
    column.name === 'Global-Default' ? { ...column, type: 'boolean' } : column,
  ),
  cells(object, now) {
    const { value = 0, globalDefault = false, preemptionPolicy = '' } = object as PriorityClass;
    return [nameOf(object), value, globalDefault, ageOf(object, now), preemptionPolicy];
  },
};
