/** A subresource that is more than a part of its object: what each verb on it does. */
import type { KubeObject } from '../../../api/object.ts';
import type { PatchType } from '../../../client/client.ts';
import type { Request } from '../verbs/request.ts';

export interface Subresource {
  name: string;
  /** The groupResource it belongs to; of any kind when absent. */
  of?: string;
  read?(request: Request, object: KubeObject): KubeObject;
  create?(request: Request, body: KubeObject): KubeObject;
  update?(request: Request, body: KubeObject): KubeObject;
  patch?(request: Request, type: PatchType, body: unknown): KubeObject;
}

/** What verbs answer that give no object back. */
export function success(code: number): KubeObject {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code };
}
