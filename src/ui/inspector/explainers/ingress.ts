/** An Ingress: where each of its paths leads. */
import { asIngress, namespaceOf } from '../../graph/cluster-index.ts';
import type { Why } from '../../graph/status.ts';
import { why, type Explain } from '../why.ts';

export const explainIngress: Explain = (object, objects) => {
  const reasons = (asIngress(object).spec?.rules ?? []).flatMap((rule) =>
    (rule.http?.paths ?? []).map((path): Why => {
      const service = path.backend.service?.name ?? '';
      const known = objects['Service']?.has(`${namespaceOf(object)}/${service}`);
      return why(known ? 'ingRoutes' : 'ingMissing', { path: `${rule.host ?? '*'}${path.path ?? '/'}`, service });
    }),
  );
  return { state: reasons.some((reason) => reason.key === 'ingMissing') ? 'failing' : 'ready', why: reasons };
};
