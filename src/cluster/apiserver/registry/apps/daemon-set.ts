/** DaemonSets (pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/{defaults,conversion}.go; printers.go printDaemonSet). */
import { dequal } from 'dequal';
import { IMMUTABLE, type FieldError, invalid, notSupported, required, struct } from '../../../../api/field-errors.ts';
import type { IntOrString } from '../../../../api/intstr.ts';
import { formatLabelSelector, formatLabels } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, containerCells, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import { isEmptySelector, selects, shownSelector, validateLabelSelector } from '../label-selector.ts';
import type { Strategy } from '../strategy.ts';
import {
  type WorkloadSpec,
  defaultTemplate,
  isZero,
  mismatch,
  notNegative,
  specOf,
  validateAlwaysRestarts,
  validateAtMost100,
  validateIntOrPercent,
  validateTemplateSpec,
  warnOfWorkload,
} from './workload.ts';

/** Counts changes of the template; a label of the Pods too. Deprecated upstream, and still there. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

interface Spec extends WorkloadSpec {
  updateStrategy?: { type?: string; rollingUpdate?: { maxSurge?: IntOrString; maxUnavailable?: IntOrString } };
  revisionHistoryLimit?: number;
}

const COUNTS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
] as const;

type Status = Partial<Record<(typeof COUNTS)[number], number>>;

function applyDefaults(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as Spec;
  defaultTemplate(spec);
  const strategy = { ...spec.updateStrategy };
  if (!strategy.type) strategy.type = 'RollingUpdate';
  if (strategy.type === 'RollingUpdate') {
    const { maxSurge = 0, maxUnavailable = 1 } = strategy.rollingUpdate ?? {};
    strategy.rollingUpdate = { maxSurge, maxUnavailable };
  }
  spec.updateStrategy = strategy;
  spec.revisionHistoryLimit ??= 10;
}

function templateGeneration(object: KubeObject): number {
  return Number(object.metadata?.annotations?.[TEMPLATE_GENERATION] ?? 0) || 0;
}

function setTemplateGeneration(object: KubeObject, generation: number): void {
  const annotations = { ...object.metadata?.annotations, [TEMPLATE_GENERATION]: String(generation) };
  object.metadata = { ...object.metadata, annotations };
}

function validateStrategy(strategy: NonNullable<Spec['updateStrategy']>, errors: FieldError[]): void {
  const at = 'spec.updateStrategy';
  const { type = '', rollingUpdate: rolling } = strategy;
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    const { maxUnavailable = 0, maxSurge = 0 } = rolling ?? {};
    const shown = rolling ? struct({ MaxUnavailable: maxUnavailable, MaxSurge: maxSurge }) : null;
    const whole = struct({ Type: type, RollingUpdate: shown });
    return void errors.push(notSupported(at, whole, ['RollingUpdate', 'OnDelete']));
  }
  if (!rolling) return void errors.push(required(`${at}.rollingUpdate`));
  const unavailable = `${at}.rollingUpdate.maxUnavailable`;
  const surge = `${at}.rollingUpdate.maxSurge`;
  validateIntOrPercent(rolling.maxUnavailable, unavailable, errors);
  validateIntOrPercent(rolling.maxSurge, surge, errors);
  validateAtMost100(rolling.maxUnavailable, unavailable, errors);
  validateAtMost100(rolling.maxSurge, surge, errors);
  if (!isZero(rolling.maxUnavailable) && !isZero(rolling.maxSurge))
    errors.push(invalid(surge, rolling.maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (isZero(rolling.maxUnavailable) && isZero(rolling.maxSurge))
    errors.push(required(unavailable, 'cannot be 0 when maxSurge is 0'));
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf<Spec>(object);
  const errors: FieldError[] = [];
  validateLabelSelector(spec.selector, 'spec.selector', errors);
  if (selects(spec.selector, spec.template?.metadata?.labels) === false)
    errors.push(mismatch('spec.template', spec.template));
  if (spec.selector && isEmptySelector(spec.selector))
    errors.push(invalid('spec.selector', shownSelector(spec.selector), 'empty selector is invalid for daemonset'));
  validateTemplateSpec(spec.template, 'spec.template', errors);
  validateAlwaysRestarts(spec.template, 'spec.template', errors, 'DaemonSet');
  notNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  validateStrategy(spec.updateStrategy ?? {}, errors);
  notNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
  return errors;
}

export const daemonSetStrategy: Strategy = {
  info: info('apps/v1', 'DaemonSet', 'daemonsets', {
    shortNames: ['ds'],
    categories: ['all'],
    subresources: ['status'],
  }),
  applyDefaults,
  warnings: warnOfWorkload({ name: false }),
  prepareForCreate(object) {
    startGeneration(object, {
      currentNumberScheduled: 0,
      numberMisscheduled: 0,
      desiredNumberScheduled: 0,
      numberReady: 0,
    });
    setTemplateGeneration(object, Math.max(1, templateGeneration(object)));
  },
  prepareForUpdate(object, old) {
    keepStatus(object, old, { generation: true });
    const changed = !dequal(specOf(object).template, specOf(old).template);
    setTemplateGeneration(object, templateGeneration(old) + (changed ? 1 : 0));
  },
  validate,
  validateUpdate(object, old) {
    if (dequal(object['spec'], old['spec'])) return [];
    const errors: FieldError[] = [];
    if (!dequal(specOf(object).selector, specOf(old).selector))
      errors.push(invalid('spec.selector', shownSelector(specOf(object).selector), IMMUTABLE));
    return [...errors, ...validate(object)];
  },
  validateStatusUpdate(object) {
    const errors: FieldError[] = [];
    for (const name of COUNTS) notNegative(((object['status'] ?? {}) as Status)[name], `status.${name}`, errors);
    return errors;
  },
  columns: columns(
    'Name',
    'Desired#',
    'Current#',
    'Ready#',
    'Up-to-date#',
    'Available#',
    'Node Selector',
    'Age',
    'Containers*',
    'Images*',
    'Selector*',
  ),
  cells(object, now) {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as Status;
    return [
      nameOf(object),
      status.desiredNumberScheduled ?? 0,
      status.currentNumberScheduled ?? 0,
      status.numberReady ?? 0,
      status.updatedNumberScheduled ?? 0,
      status.numberAvailable ?? 0,
      formatLabels(spec.template?.spec?.nodeSelector),
      ageOf(object, now),
      ...containerCells(spec.template?.spec?.containers),
      formatLabelSelector(spec.selector),
    ];
  },
};
