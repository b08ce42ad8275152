/** The admission plugins, in the order they run. What concerns one kind only stands in its strategy's prepareForCreate. */
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import type { AdmissionPlugin } from './plugin.ts';

export const admissionPlugins: readonly AdmissionPlugin[] = [namespaceLifecycle];
