/** What it scales, between which bounds, and by which measure. */
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import type { CardItem } from '../model.ts';
import { useGraphWords } from '../words.ts';

export function AutoscalerLines({ card }: { card: CardItem }) {
  const words = useGraphWords();
  const { spec, status } = card.object as unknown as HorizontalPodAutoscaler;
  const metrics = (spec?.metrics ?? []).map((metric, at) => metricText(metric, status?.currentMetrics?.[at]));
  return (
    <>
      <span className="tp-card-line">
        {words.between(spec?.minReplicas ?? 1, spec?.maxReplicas ?? 1, status?.currentReplicas ?? 0)}
      </span>
      <span className="tp-card-line">{metrics.filter(Boolean).join(' · ')}</span>
    </>
  );
}

/** `cpu 35%/50%`, as kubectl's TARGETS column puts it. */
function metricText({ resource }: MetricSpec, current: MetricStatus | undefined): string {
  if (!resource) return '';
  const { averageUtilization, averageValue } = resource.target;
  const now = current?.resource?.current;
  return averageUtilization !== undefined
    ? `${resource.name} ${now?.averageUtilization ?? '?'}%/${averageUtilization}%`
    : `${resource.name} ${now?.averageValue ?? '?'}/${averageValue}`;
}
