/** /livez, /readyz, /healthz and a path for every check (apiserver/pkg/server/healthz/healthz.go). All is always well here. */
import { pageNotFound, text } from './respond.ts';

const HOOKS =
  `start-apiserver-admission-initializer generic-apiserver-start-informers priority-and-fairness-config-consumer
  priority-and-fairness-filter storage-object-count-tracker-hook start-apiextensions-informers start-apiextensions-controllers
  crd-informer-synced start-system-namespaces-controller start-cluster-authentication-info-controller
  start-kube-apiserver-identity-lease-controller start-kube-apiserver-identity-lease-garbage-collector
  start-legacy-token-tracking-controller start-service-ip-repair-controllers rbac/bootstrap-roles
  scheduling/bootstrap-system-priority-classes priority-and-fairness-config-producer bootstrap-controller
  start-kubernetes-service-cidr-controller aggregator-reload-proxy-client-cert start-kube-aggregator-informers
  apiservice-status-local-available-controller apiservice-status-remote-available-controller
  apiservice-registration-controller apiservice-discovery-controller kube-apiserver-autoregistration`
    .split(/\s+/)
    .map((hook) => `poststarthook/${hook}`);
const LATE = ['apiservice-openapi-controller', 'apiservice-openapiv3-controller'].map(
  (hook) => `poststarthook/${hook}`,
);

function checksOf(root: string): string[] {
  const first =
    root === 'readyz' ? ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync'] : ['ping', 'log', 'etcd'];
  return [...first, ...HOOKS, 'autoregister-completion', ...LATE, ...(root === 'readyz' ? ['shutdown'] : [])];
}

/** Every path that answers, for the list of the root. */
export function healthPaths(): string[] {
  return ['healthz', 'livez', 'readyz'].flatMap((root) => [
    `/${root}`,
    ...checksOf(root).map((check) => `/${root}/${check}`),
  ]);
}

/** Undefined when the path is none of theirs. */
export function health(path: string, url: URL): Response | undefined {
  const [, root = '', check = ''] = /^\/(healthz|livez|readyz)(?:\/(.*))?$/.exec(path) ?? [];
  if (root === '') return undefined;
  const checks = checksOf(root);
  if (check !== '' && !checks.includes(check)) return pageNotFound();
  if (check !== '') return text('ok');
  if (!url.searchParams.has('verbose')) return text('ok');
  const excluded = new Set(url.searchParams.getAll('exclude'));
  const lines = checks.map((name) => (excluded.has(name) ? `[+]${name} excluded: ok\n` : `[+]${name} ok\n`));
  return text(`${lines.join('')}${root} check passed\n`);
}
