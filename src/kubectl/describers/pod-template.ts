/** The 'Pod Template' block of workloads, and what it shares with Pods (DescribePodTemplate). */
import type { PodSpec, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import { formatLabelSelector } from '../../api/labels.ts';
import { describeContainers } from './containers.ts';
import type { Page } from './page.ts';
import { describeVolumes } from './volumes.ts';

/** Also used by `rollout history --revision`. */
export function describePodTemplate(page: Page, template: PodTemplateSpec): void {
  page.line(0, 'Pod Template:');
  const spec = template.spec ?? { containers: [] };
  const annotations = template.metadata?.annotations ?? {};
  page.labels('  Labels', template.metadata?.labels);
  if (Object.keys(annotations).length > 0) page.annotations('  Annotations', annotations);
  if (spec.serviceAccountName) page.field('Service Account', spec.serviceAccountName, 1);
  if (spec.initContainers?.length)
    describeContainers(page, { title: 'Init Containers', containers: spec.initContainers, space: '  ' });
  describeContainers(page, { title: 'Containers', containers: spec.containers, space: '  ' });
  describeVolumes(page, spec.volumes ?? [], '  ');
  describeSpread(page, spec, '  ');
  if (spec.priorityClassName) page.field('Priority Class Name', spec.priorityClassName, 1);
  page.labels('  Node-Selectors', spec.nodeSelector);
  page.list('  Tolerations', tolerationTexts(spec.tolerations));
}

export function describeSpread(page: Page, spec: PodSpec, space: string): void {
  const constraints = spec.topologySpreadConstraints ?? [];
  if (constraints.length === 0) return;
  const texts = constraints
    .toSorted((a, b) => (a.topologyKey < b.topologyKey ? -1 : 1))
    .map(
      (one) =>
        `${one.topologyKey}:${one.whenUnsatisfiable} when max skew ${one.maxSkew} is exceeded for selector ${formatLabelSelector(one.labelSelector as never)}`,
    );
  page.list(`${space}Topology Spread Constraints`, texts);
}

/** `a=b:NoExecute for 60s`, in order of keys. */
export function tolerationTexts(tolerations: readonly Toleration[] | undefined): string[] {
  return (tolerations ?? [])
    .toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0))
    .map(({ key = '', value, effect, operator, tolerationSeconds }) => {
      const head = `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`;
      const exists = operator === 'Exists' && !value ? `${head === '' ? '' : ' '}op=Exists` : '';
      return `${head}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
    });
}
