/** DefaultTolerationSeconds (plugin/pkg/admission/defaulttolerationseconds): five minutes on a node that is lost. */
import type { PodSpec, Toleration } from 'kubernetes-types/core/v1';
import type { AdmissionPlugin } from './plugin.ts';

function toleration(condition: string): Toleration {
  const key = `node.kubernetes.io/${condition}`;
  return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
}

const DEFAULTS = [toleration('not-ready'), toleration('unreachable')];

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  admit({ strategy, operation, subresource, object, old }) {
    if (strategy.info.resource !== 'pods' || strategy.info.group !== '' || subresource || operation === 'DELETE')
      return;
    const spec = object?.['spec'] as PodSpec | undefined;
    if (!spec || spec === old?.['spec']) return;
    const given = spec.tolerations;
    if (!given?.length) spec.tolerations = DEFAULTS;
    else {
      const missing = DEFAULTS.filter(({ key }) => !covers(given, key!));
      if (missing.length > 0) spec.tolerations = [...given, ...missing];
    }
  },
};

function covers(given: readonly Toleration[], key: string): boolean {
  return given.some((one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect));
}
