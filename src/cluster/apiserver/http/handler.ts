/** The HTTP face: `fetch(Request) → Response` (apiserver/pkg/server/handler.go). Never throws. */
import { unknownPath, verbNotAllowed } from '../../../api/status-errors.ts';
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
import { aggregated, apiVersions, groupList, oneGroup, resourceList } from './discovery.ts';
import { type Accepted, negotiate } from './negotiate.ts';
import { openApi } from './openapi.ts';
import { resourceRequest } from './resources.ts';
import { respond, respondError, text } from './respond.ts';
import { targetOf } from './route.ts';
import { VERSION } from './version.ts';

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
      let format: Accepted['format'] = 'json';
      try {
        // A broken Accept header must not keep the error from being told.
        format = request.headers.get('accept')?.startsWith('application/yaml') ? 'yaml' : 'json';
        return await answer(face, request, warnings);
      } catch (error) {
        return respondError(error instanceof URIError ? unknownPath() : error, format, warnings);
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
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw /^\/apis?(\/|$)/.test(url.pathname) ? unknownPath() : verbNotAllowed();
  }
  return plainPath(face, request, url);
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

const HEALTH = /^\/(healthz|livez|readyz)(\/[\w-]+)*\/?$/;

function plainPath({ core: { kinds } }: Face, request: Request, url: URL): Response | Promise<Response> {
  const path = url.pathname.replace(/\/+$/, '') || '/';
  if (HEALTH.test(path)) return health(path, url);
  if (path === '/version') return respond(VERSION, 200, 'json', []);
  if (path.startsWith('/openapi/')) return openApi(kinds, request, url);
  if (path === '/api' || path === '/apis') return discoveryRoot(request, path === '/api' ? 'api' : 'apis', kinds);
  const [, root, group = '', version = '', ...rest] = path.split('/');
  let found: unknown;
  if (path === '/')
    found = {
      paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'],
    };
  else if (root === 'api' && version === '') found = resourceList(kinds, '', group);
  else if (root === 'apis' && group !== '' && rest.length === 0) {
    found = version === '' ? oneGroup(kinds, group) : resourceList(kinds, group, version);
  }
  if (found === undefined) throw unknownPath();
  return respond(found, 200, negotiate(request.headers.get('accept'), []).format, []);
}

function health(path: string, url: URL): Response {
  if (!url.searchParams.has('verbose')) return text('ok');
  return text(`[+]ping ok\n[+]log ok\n[+]etcd ok\n${path.split('/')[1]} check passed\n`);
}

function discoveryRoot(request: Request, root: 'api' | 'apis', kinds: Face['core']['kinds']): Response {
  const accepted = negotiate(request.headers.get('accept'), ['APIGroupDiscoveryList']);
  if (accepted.as === undefined)
    return respond(root === 'api' ? apiVersions() : groupList(kinds), 200, accepted.format, []);
  const version = accepted.version === 'v2beta1' ? 'v2beta1' : 'v2';
  const response = respond(aggregated(kinds, root, version), 200, accepted.format, []);
  const type = `application/${accepted.format};g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  response.headers.set('content-type', type);
  response.headers.set('vary', 'Accept');
  return response;
}
