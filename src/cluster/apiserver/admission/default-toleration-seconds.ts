/** DefaultTolerationSeconds (kubernetes plugin/pkg/admission/defaulttolerationseconds/admission.go). */
import type { Pod, Toleration } from 'kubernetes-types/core/v1';
import type { AdmissionPlugin } from './plugin.ts';

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  admit({ operation, strategy, subresource, object }) {
    if (operation !== 'CREATE' || subresource !== undefined) return;
    if (strategy.info.group !== '' || strategy.info.resource !== 'pods') return;
    const spec = (object as unknown as Pod).spec;
    if (!spec) return;
    const given = spec.tolerations ?? [];
    const missing = KEYS.filter((key) => !given.some((toleration) => tolerates(toleration, key)));
    if (missing.length === 0) return;
    spec.tolerations = [
      ...given,
      ...missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
    ];
  },
};

function tolerates(toleration: Toleration, key: string): boolean {
  return (toleration.key === key || !toleration.key) && (toleration.effect === 'NoExecute' || !toleration.effect);
}
