/** DefaultIngressClass (plugin/pkg/admission/network/defaultingressclass/admission.go). */
import { tableOf } from '../core.ts';
import { defaultClass } from './default-class.ts';
import type { AdmissionPlugin } from './plugin.ts';

const ANNOTATION = 'kubernetes.io/ingress.class';

export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  admit({ operation, strategy, subresource, object }, core) {
    if (operation !== 'CREATE' || subresource || tableOf(strategy) !== 'ingresses.networking.k8s.io' || !object) return;
    const spec = (object['spec'] ?? {}) as { ingressClassName?: string };
    if (spec.ingressClassName !== undefined || object.metadata?.annotations?.[ANNOTATION] !== undefined) return;
    const name = defaultClass(core, 'ingressclasses.networking.k8s.io', [
      'ingressclass.kubernetes.io/is-default-class',
    ]);
    if (name !== undefined) object['spec'] = { ...spec, ingressClassName: name };
  },
};
