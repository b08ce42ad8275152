/**
 * What redis clients and servers say to each other. Simplified: the simulated network carries whole requests and
 * answers, so a command is a request of method REDIS whose body is its words, and the answer's body is the reply.
 */
import type { HttpResponse } from '../http.ts';
import type { NetworkError, NetworkResult } from '../network.ts';

export type Reply = string | number | null | { error: string } | { status: string } | Reply[];

export const METHOD = 'REDIS';

export function encodeReply(reply: Reply): HttpResponse {
  return { status: 200, headers: {}, body: JSON.stringify(reply) };
}

/** Who answers with something else is no redis. */
export function decodeReply(result: NetworkResult): Reply | { failed: NetworkError } {
  if (!result.ok) return { failed: result.error };
  try {
    return JSON.parse(result.body) as Reply;
  } catch {
    return { error: 'Protocol error, got "H" as reply type byte' };
  }
}
