/** PodTemplates (pkg/registry/core/podtemplate/strategy.go; printers.go printPodTemplate). */
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import type { FieldError } from '../../../../api/field-errors.ts';
import { formatLabels } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { defaultTemplate, validateTemplateSpec } from '../apps/workload.ts';
import { columns, containerCells, nameOf } from '../columns.ts';
import { warnOfTemplate } from './pod-warnings.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

function templateOf(object: KubeObject): PodTemplateSpec {
  return (object['template'] ?? {}) as PodTemplateSpec;
}

function validate(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  validateTemplateSpec(templateOf(object), 'template', errors);
  return errors;
}

export const podTemplateStrategy: Strategy = {
  info: info('v1', 'PodTemplate', 'podtemplates'),
  applyDefaults: (object) => defaultTemplate(object as { template?: PodTemplateSpec }),
  prepareForCreate: (object) => void (object.metadata = { ...object.metadata, generation: 1 }),
  prepareForUpdate(object, old) {
    const before = old.metadata?.generation ?? 0;
    const changed = !dequal(object['template'], old['template']);
    object.metadata = { ...object.metadata, generation: changed ? before + 1 : before };
  },
  warnings: (object, _old, warn) => warnOfTemplate(templateOf(object), 'template', warn),
  validate,
  columns: columns('Name', 'Containers', 'Images', 'Pod Labels'),
  cells(object) {
    const template = templateOf(object);
    return [nameOf(object), ...containerCells(template.spec?.containers), formatLabels(template.metadata?.labels)];
  },
};
