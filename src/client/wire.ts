/** The simulated network seen from outside: a request sent from a place, and what came back with its hops. */
export type Place =
  | { kind: 'laptop' }
  | { kind: 'internet' }
  | { kind: 'node'; node: string }
  | { kind: 'pod'; namespace: string; pod: string };

export interface WireRequest {
  from: Place;
  method: string;
  /** `http://10.96.0.12:80/`, `http://web.example.com/`, `http://web/` from within a Pod. */
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

/** One stop of a request on its way; `name` is an object's name, `at` virtual ms since the epoch. */
export interface Hop {
  kind: 'dns' | 'ingress' | 'service' | 'nodePort' | 'endpoint' | 'pod';
  namespace?: string;
  name: string;
  at: number;
}

export type WireResult =
  | { ok: true; status: number; headers: Record<string, string>; body: string; hops: Hop[]; address: string }
  | {
      ok: false;
      /** As a TCP stack or resolver would say it. */
      error:
        | 'could not resolve host'
        | 'connection refused'
        | 'connection timed out'
        | 'no route to host'
        | 'empty reply'
        | 'network unreachable';
      hops: Hop[];
      address?: string;
    };

export interface Wire {
  request(request: WireRequest, signal?: AbortSignal): Promise<WireResult>;
}
