/** The root CA publisher (pkg/controller/certificates/rootcacertpublisher/publisher.go): kube-root-ca.crt in every namespace. */
import type { ConfigMap, Namespace } from 'kubernetes-types/core/v1';
import { defineController } from '../runtime/define-controller.ts';
import { CONFIG_MAPS, NAMESPACES } from '../runtime/resources.ts';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Simplified: nothing here speaks TLS, so the certificate is a form without content. */
export const ROOT_CERTIFICATE =
  '-----BEGIN CERTIFICATE-----\nVGlkZXBvb2wgc3BlYWtzIG5vIFRMUzogdGhpcyBjZXJ0aWZpY2F0ZSBpcyBhIHBsYWNl\naG9sZGVyLg==\n-----END CERTIFICATE-----\n';

export const rootCaPublisher = defineController({
  name: 'root-ca-cert-publisher',
  start({ queue, session, watch }) {
    const wake = (map: ConfigMap): void => {
      if (map.metadata?.name === NAME) queue.add(map.metadata.namespace ?? '');
    };
    const maps = watch<ConfigMap>(CONFIG_MAPS, { update: wake, delete: wake });
    const namespaces = watch<Namespace>(NAMESPACES, {
      add: (namespace) => queue.add(namespace.metadata?.name ?? ''),
      update: (namespace) => queue.add(namespace.metadata?.name ?? ''),
    });
    return (name) => {
      const namespace = namespaces.getByKey(name);
      if (!namespace || namespace.metadata?.deletionTimestamp) return;
      const data = { 'ca.crt': ROOT_CERTIFICATE };
      const annotations = { 'kubernetes.io/description': DESCRIPTION };
      const current = maps.get(name, NAME);
      if (!current) {
        session.create(CONFIG_MAPS, name, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: NAME, namespace: name, annotations },
          data,
        });
      } else if (current.data?.['ca.crt'] !== ROOT_CERTIFICATE || Object.keys(current.data).length !== 1) {
        session.update(CONFIG_MAPS, {
          ...current,
          metadata: { ...current.metadata, annotations: { ...current.metadata?.annotations, ...annotations } },
          data,
        });
      }
    };
  },
});
