/** Subresources that answer by themselves: logs that stream, exec, proxies (apiserver/pkg/registry/rest Connecter). */
import type { KubeObject } from '../../../api/object.ts';
import type { Caller } from '../verbs-contract.ts';

export interface ConnectRequest {
  caller: Caller;
  namespace: string | undefined;
  name: string;
  /** The object that is connected to; NotFound was answered already when there is none. */
  object: KubeObject;
  /** What follows the subresource in the path, without a leading slash. */
  path: string;
  query: URLSearchParams;
  request: Request;
}

/** Throws StatusError. */
export type Connect = (request: ConnectRequest) => Response | Promise<Response>;
