/** describeHorizontalPodAutoscalerV2. */
import type { KubeObject } from '../../api/object.ts';
import { type Describer, describeEvents } from './describer.ts';
import { type Page, rfc1123 } from './page.ts';

interface Target {
  value?: string;
  averageValue?: string;
  averageUtilization?: number;
}

interface Source {
  name?: string;
  container?: string;
  metric?: { name?: string };
  describedObject?: { kind?: string; name?: string };
  target?: Target;
  current?: Target;
}

interface Metric {
  type: 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';
  resource?: Source;
  containerResource?: Source;
  pods?: Source;
  object?: Source;
  external?: Source;
}

interface Rules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: { type: string; value: number; periodSeconds: number }[];
}

interface Autoscaler extends KubeObject {
  spec: {
    scaleTargetRef: { kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: Metric[];
    targetCPUUtilizationPercentage?: number;
    behavior?: { scaleUp?: Rules; scaleDown?: Rules };
  };
  status?: {
    currentReplicas?: number;
    desiredReplicas?: number;
    currentMetrics?: Metric[] | null;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

const UNKNOWN = '<unknown>';
const SOURCES = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
} as const;

export const describeHorizontalPodAutoscaler: Describer = async (object, page, context) => {
  const { metadata, spec, status = {} } = object as Autoscaler;
  page.header(object);
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp));
  page.field('Reference', `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
  page.field('Metrics', '( current / target )');
  for (const [i, metric] of (spec.metrics ?? []).entries()) describeMetric(page, metric, status.currentMetrics?.[i]);
  page.field('Min replicas', spec.minReplicas ?? '<unset>');
  page.field('Max replicas', spec.maxReplicas);
  if (spec.behavior) {
    page.line(0, 'Behavior:');
    describeRules(page, 'Scale Up', spec.behavior.scaleUp);
    describeRules(page, 'Scale Down', spec.behavior.scaleDown);
  }
  page.field(
    `${spec.scaleTargetRef.kind} pods`,
    `${status.currentReplicas ?? 0} current / ${status.desiredReplicas ?? 0} desired`,
  );
  if (status.conditions?.length) {
    page.line(0, 'Conditions:');
    page.line(1, 'Type\tStatus\tReason\tMessage');
    page.line(1, '----\t------\t------\t-------');
    for (const one of status.conditions)
      page.line(1, `${one.type}\t${one.status}\t${one.reason ?? ''}\t${one.message ?? ''}`);
  }
  await describeEvents(object, page, context);
};

function describeMetric(page: Page, metric: Metric, status: Metric | undefined): void {
  const key = SOURCES[metric.type];
  const source = metric[key];
  if (!source) return page.line(1, '<unknown metric type>');
  const target = source.target ?? {};
  const current = status?.[key]?.current;
  const average = `${current?.averageValue ?? UNKNOWN} / ${target.averageValue}`;
  const value = `${current?.value ?? UNKNOWN} / ${target.value}`;
  const name = JSON.stringify(source.metric?.name ?? '');
  const kind = target.averageValue === undefined ? ['(target value)', value] : ['(target average value)', average];
  if (metric.type === 'External') page.line(1, `${name} ${kind[0]}:\t${kind[1]}`);
  else if (metric.type === 'Pods') page.line(1, `${name} on pods:\t${average}`);
  else if (metric.type === 'Object') {
    const { kind: owner, name: of } = source.describedObject ?? {};
    page.line(1, `${name} on ${owner}/${of} ${kind[0]}:\t${kind[1]}`);
  } else {
    const container = metric.type === 'ContainerResource' ? ` of container "${source.container}"` : '';
    const head = `resource ${source.name}${container} on pods`;
    if (target.averageValue !== undefined) return page.line(1, `${head}:\t${average}`);
    const used =
      current?.averageUtilization === undefined
        ? UNKNOWN
        : `${current.averageUtilization}% (${current.averageValue ?? ''})`;
    const asked = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
    page.line(1, `${head}  (as a percentage of request):\t${used} / ${asked}`);
  }
}

function describeRules(page: Page, direction: string, rules: Rules | undefined): void {
  if (!rules) return;
  page.line(1, `${direction}:`);
  if (rules.stabilizationWindowSeconds !== undefined)
    page.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`);
  if (!rules.policies?.length) return;
  page.line(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}`);
  page.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of rules.policies)
    page.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
}
