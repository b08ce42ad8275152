/** Pod templates within other kinds (pkg/apis/core/validation/validation.go ValidatePodTemplateSpec). */
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField } from '../../../../api/field-errors.ts';
import { validateAnnotations } from '../../metadata.ts';
import { validatePodAnnotations, validateProfilesMatch } from './pod-spec/annotations.ts';
import { validateLabels } from './pod-spec/labels.ts';
import { validatePodSpec } from './pod-validation.ts';

/** `path`: `spec.template`. */
export function validatePodTemplate(template: PodTemplateSpec | undefined, path: string, errors: FieldError[]): void {
  const spec = template?.spec ?? { containers: [] };
  const { labels, annotations } = template?.metadata ?? {};
  // Upstream leaves `metadata` out of these two paths.
  validateLabels(labels, `${path}.labels`, errors);
  if (annotations) errors.push(...validateAnnotations(annotations, `${path}.annotations`));
  validatePodAnnotations(annotations, spec, `${path}.annotations`, errors);
  errors.push(...validatePodSpec(spec, `${path}.spec`, { template: true }));
  validateProfilesMatch(template?.metadata as never, spec, `${path}.spec`, { appArmor: false }, errors);
  if (spec.ephemeralContainers?.length)
    errors.push(forbiddenField(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
}
