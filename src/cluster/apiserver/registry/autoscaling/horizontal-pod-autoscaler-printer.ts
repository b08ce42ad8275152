/** The Targets column (pkg/printers/internalversion/printers.go formatHPAMetrics). */
import type { MetricSpec, MetricStatus, MetricTarget, MetricValue } from './horizontal-pod-autoscaler-types.ts';

const UNKNOWN = '<unknown>';
const SHOWN = 2;

export function targetsCell(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>';
  const cells = specs.flatMap((spec, i) => cellOf(spec, statuses[i]) ?? []);
  const shown = cells.slice(0, SHOWN).join(', ');
  return specs.length > SHOWN ? `${shown} + ${specs.length - SHOWN} more...` : shown;
}

function cellOf(spec: MetricSpec, status: MetricStatus | undefined): string | undefined {
  switch (spec.type) {
    case 'External':
      return spec.external?.target?.averageValue !== undefined
        ? `${status?.external?.current?.averageValue ?? UNKNOWN}/${spec.external.target.averageValue} (avg)`
        : `${status?.external?.current?.value ?? UNKNOWN}/${spec.external?.target?.value}`;
    case 'Pods':
      return `${status?.pods?.current?.averageValue ?? UNKNOWN}/${spec.pods?.target?.averageValue}`;
    case 'Object':
      return spec.object?.target?.averageValue !== undefined
        ? `${status?.object?.current?.averageValue ?? UNKNOWN}/${spec.object.target.averageValue} (avg)`
        : `${status?.object?.current?.value ?? UNKNOWN}/${spec.object?.target?.value}`;
    case 'Resource':
      return resourceCell(spec.resource?.name, spec.resource?.target, status?.resource?.current);
    case 'ContainerResource':
      return resourceCell(
        spec.containerResource?.name,
        spec.containerResource?.target,
        status?.containerResource?.current,
      );
    default:
      return '<unknown type>';
  }
}

function resourceCell(
  name: string | undefined,
  target: MetricTarget | undefined,
  current: MetricValue | undefined,
): string {
  if (target?.averageValue !== undefined) return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`;
  const now = current?.averageUtilization === undefined ? UNKNOWN : `${current.averageUtilization}%`;
  const wanted = target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `${name}: ${now}/${wanted}`;
}
