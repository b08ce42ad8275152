/**
 * A Pod template as `rollout history --revision` shows it (kubectl/pkg/polymorphichelpers/history.go): the describer's text
 * with its tabs left as they are, for there no tabwriter aligns it.
 */
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { Page } from '../describers/page.ts';
import { describePodTemplate } from '../describers/pod-template.ts';
import type { Template } from './revisions.ts';

export function describeTemplate(template: Template): string {
  // A template says no ages, so it does not matter when it is read.
  const page = new Page(0);
  describePodTemplate(page, template as unknown as PodTemplateSpec);
  return page.unaligned();
}
