/**
 * What containers know of the network: the namespace they listen in and the way out of it. The cluster implements
 * `Network` (cluster/network); the laptop's docker may implement a smaller one.
 */
import type { HttpHandler, HttpResponse } from './http.ts';

/** A TCP port somebody listens on; without `serve` it accepts and hangs up. */
export interface Listener {
  /** Container id, for cleaning up. */
  owner: string;
  serve?: HttpHandler;
  /** Sends on to another namespace: a hostPort. */
  forward?: { namespace: NetworkNamespace; port: number };
}

/** Shared by the containers of a Pod; one a node for `hostNetwork`. */
export interface NetworkNamespace {
  readonly ip: string;
  readonly ports: Map<number, Listener>;
  /** Who it belongs to, for hops and DNS search; absent for a node's own. */
  readonly pod?: { namespace: string; name: string };
  readonly node: string;
}

export interface OutgoingRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

/** As a TCP stack or a resolver says it. */
export type NetworkError =
  | 'could not resolve host'
  | 'connection refused'
  | 'connection timed out'
  | 'no route to host'
  | 'empty reply'
  | 'network unreachable';

export type NetworkResult =
  | ({ ok: true; address: string } & HttpResponse)
  | { ok: false; error: NetworkError; address?: string };

export interface Resolution {
  /** The name that answered, search domain included. */
  name: string;
  addresses: string[];
}

/** An SRV record: where a service's port is really to be found. */
export interface ServiceRecord {
  port: number;
  /** A name that resolves to the address. */
  target: string;
}

export interface Network {
  attach(namespace: NetworkNamespace): void;
  detach(namespace: NetworkNamespace): void;
  request(from: NetworkNamespace, request: OutgoingRequest, signal?: AbortSignal): Promise<NetworkResult>;
  /** `unreachable`: no name server answered; `not found`: NXDOMAIN. */
  resolve(from: NetworkNamespace, name: string): Resolution | 'unreachable' | 'not found';
  /** The SRV records of a full name; errors as of `resolve`. */
  services(from: NetworkNamespace, name: string): ServiceRecord[] | 'unreachable' | 'not found';
  /** The name server Pods are given. */
  readonly nameServer: string;
}

/** A network with nobody on it: everything is unreachable. */
export const noNetwork: Network = {
  attach: () => {},
  detach: () => {},
  request: () => Promise.resolve({ ok: false, error: 'network unreachable' }),
  resolve: () => 'unreachable',
  services: () => 'unreachable',
  nameServer: '127.0.0.1',
};
