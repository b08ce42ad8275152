/** Subresources that answer by themselves: logs that stream, exec, proxies (apiserver/pkg/registry/rest Connecter). */
import type { KubeObject } from '../../../api/object.ts';
import type { Caller } from '../verbs-contract.ts';

export interface ConnectRequest {
  caller: Caller;
  namespace: string | undefined;
  name: string;
  /** The object that is connected to; NotFound was answered already when there is none. */
  object: KubeObject;
  /** What follows the subresource in the path, as it was written; '' or with a leading slash. */
  path: string;
  query: URLSearchParams;
  request: Request;
  /** Subprotocols that the client offers, best first; undefined when it asked for no stream. */
  protocols: readonly string[] | undefined;
  /** Adds to the face's open streams: `end` is called when the server stops. Returns how to forget it. */
  keep(end: () => void): () => void;
}

/** Throws StatusError. A stream is answered with `upgraded` (client/stream.ts). */
export type Connect = (request: ConnectRequest) => Response | Promise<Response>;
