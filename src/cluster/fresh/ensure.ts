/** Creating what may be there already. */
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import type { KindedResource } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';

/** Creates `object` unless something of its name exists. */
export function ensure(session: Session, resource: KindedResource, object: object): void {
  const body = { apiVersion: resource.apiVersion, kind: resource.kind, ...object } as KubeObject;
  try {
    session.get(resource, body.metadata?.namespace, body.metadata?.name ?? '');
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
    session.create(resource, body.metadata?.namespace, body);
  }
}
