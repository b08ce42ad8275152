/** The HTTP face: `fetch(Request) → Response` (apiserver/pkg/server/handler.go). Never throws. */
import type { Fetch } from '../../../client/client.ts';
import type { OpenStream } from '../../../client/stream.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import type { Audit } from '../audit.ts';
import type { Core } from '../core.ts';
import { authenticate } from '../authentication/authenticate.ts';
import { denied } from '../authorization/authorizer.ts';
import { requestInfo } from '../authorization/request-info.ts';
import type { Caller, Verbs } from '../verbs-contract.ts';
import type { Connect } from './connect.ts';
import { metrics } from './metrics.ts';
import { formOf } from './negotiate.ts';
import { plainPath } from './plain-paths.ts';
import { resourceRequest } from './resources.ts';
import { respondError, text } from './respond.ts';
import { targetOf } from './route.ts';

export interface Face {
  core: Core;
  verbs: Verbs;
  audit: Audit;
  connect: Readonly<Record<string, Connect>>;
  /** Ends every open stream. */
  open: Set<() => void>;
  /** Subprotocols offered by requests that want to become streams. */
  offers: WeakMap<Request, readonly string[]>;
  /** Tells the clock that somebody outside has promises to run before time moves on. */
  stirred(): void;
}

export function createHandler(parts: Omit<Face, 'open' | 'offers' | 'stirred'>): {
  fetch: Fetch;
  stream: OpenStream;
  stop(): void;
} {
  const { clock } = parts.core;
  const stirred = clock instanceof VirtualClock ? () => clock.promised() : () => {};
  const face: Face = { ...parts, open: new Set(), offers: new WeakMap(), stirred };
  return {
    async fetch(request) {
      stirred();
      const warnings: string[] = [];
      try {
        return await answer(face, request, warnings);
      } catch (error) {
        // As net/http, before any handler hears of it.
        if (error instanceof URIError) return text('400 Bad Request', 400);
        return respondError(error, formOf(request), warnings);
      } finally {
        stirred();
      }
    },
    stream(request, protocols) {
      face.offers.set(request, protocols);
      return this.fetch(request);
    },
    stop() {
      for (const end of face.open) end();
    },
  };
}

async function answer(face: Face, request: Request, warnings: string[]): Promise<Response> {
  const url = new URL(request.url);
  const caller = authenticate(face.core, request, face.core.authorizer);
  authorize(face, request, url, caller);
  const target = targetOf(face.core.kinds, url.pathname);
  if (target) return resourceRequest(face, { request, url, target, caller }, warnings);
  if (url.pathname === '/metrics') return metrics(face.core, request.method);
  return plainPath(face.core.kinds, request, url);
}

/** Throws Forbidden. */
function authorize({ core, audit }: Face, request: Request, url: URL, caller: Caller): void {
  const { version, ...asked } = requestInfo(request.method, url);
  const { allowed, reason } = core.authorizer.authorize({ ...asked, user: caller });
  if (allowed) return;
  const error = denied({ ...asked, user: caller }, reason);
  const resource = { group: asked.group, version, resource: asked.resource };
  if (audit.heard && asked.path === undefined) audit.fail({ ...asked, caller, resource }, error);
  throw error;
}
