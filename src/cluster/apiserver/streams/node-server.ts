/** What the API server asks of the kubelet on a Pod's node (kubelet/server/server.go), as its own requests go there. */
import type { Pod } from 'kubernetes-types/core/v1';
import type { Attachment } from '../../../containers/attachment.ts';
import type { EngineClock } from '../../../containers/cpu.ts';
import type { HttpRequest, HttpResponse } from '../../../containers/http.ts';

/** A two-way byte stream, as text (shell/bytes.ts). */
export interface ByteStream {
  read(signal?: AbortSignal): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** Errors carry the words that the client is told. */
export interface NodeServer {
  clock: EngineClock;
  /** Throws when there is no such running container; what comes resolves with the exit status. */
  exec(pod: Pod, container: string, command: readonly string[], streams: Attachment): Promise<number>;
  attach(pod: Pod, container: string, streams: Attachment): Promise<number>;
  /** Throws when the Pod does not run. What it returns carries one connection, until both sides are done. */
  portForward(pod: Pod): (port: number, connection: ByteStream) => Promise<void>;
  /** What the node's own HTTP server answers (`/healthz`, `/pods`, …). */
  http(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}
