/** Paths that are no resources: discovery, OpenAPI, health, version and the list of them all (apiserver/pkg/server/routes). */
import { groupVersion } from '../../../api/resource.ts';
import { unknownPath, verbNotAllowed } from '../../../api/status-errors.ts';
import type { Kinds } from '../core.ts';
import { aggregated, apiVersions, groupList, oneGroup, resourceList } from './discovery.ts';
import { health, healthPaths } from './health.ts';
import { negotiate } from './negotiate.ts';
import { openApi } from './openapi.ts';
import { PRETTY_JSON, pageNotFound, respond } from './respond.ts';
import { VERSION } from './version.ts';

/** Throws NotFound, MethodNotAllowed. */
export function plainPath(kinds: Kinds, request: Request, url: URL): Response | Promise<Response> {
  const path = url.pathname.replace(/\/+$/, '') || '/';
  const healthy = health(path, url);
  if (healthy) return healthy;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (path === '/version' || path.startsWith('/openapi/v') || path === '/api' || path === '/apis') {
    if (!reads) throw verbNotAllowed();
    if (path === '/version') return respond(VERSION, 200, PRETTY_JSON, []);
    if (path.startsWith('/openapi/v')) return openApi(kinds, request, url);
    return discoveryRoot(request, path === '/api' ? 'api' : 'apis', kinds);
  }
  if (path === '/') return respond({ paths: rootPaths(kinds) }, 200, PRETTY_JSON, []);
  const found = listed(kinds, path);
  if (found === undefined) return nothingThere(kinds, path);
  if (!reads) throw verbNotAllowed();
  return respond(found, 200, negotiate(request, []), []);
}

/**
 * A group that is built in has its own web service, which answers for all below it; what no handler has is a page of text.
 * Throws NotFound.
 */
function nothingThere(kinds: Kinds, path: string): Response {
  const [, root, group] = path.split('/');
  const builtIn = root === 'apis' && kinds.all.some(({ info, schema }) => info.group === group && !schema);
  if (root === 'api' || builtIn) throw unknownPath();
  return pageNotFound();
}

function listed(kinds: Kinds, path: string): unknown {
  const [, root, group = '', version = '', ...rest] = path.split('/');
  if (root === 'api' && version === '') return resourceList(kinds, '', group);
  if (root !== 'apis' || group === '' || rest.length > 0) return undefined;
  return version === '' ? oneGroup(kinds, group) : resourceList(kinds, group, version);
}

function rootPaths(kinds: Kinds): string[] {
  const groups = kinds.all.filter(({ info }) => info.group !== '');
  const named = groups.flatMap(({ info }) => [`/apis/${info.group}`, `/apis/${groupVersion(info)}`]);
  const fixed = ['/.well-known/openid-configuration', '/api', '/api/v1', '/apis', '/apis/', '/metrics', '/openapi/v2'];
  const more = ['/openapi/v3', '/openapi/v3/', '/openid/v1/jwks', '/version'];
  return [...new Set([...fixed, ...more, ...named, ...healthPaths()])].toSorted();
}

function discoveryRoot(request: Request, root: 'api' | 'apis', kinds: Kinds): Response {
  const accepted = negotiate(request, ['APIGroupDiscoveryList']);
  if (accepted.as === undefined) return respond(root === 'api' ? apiVersions() : groupList(kinds), 200, accepted, []);
  const version = accepted.version === 'v2beta1' ? 'v2beta1' : 'v2';
  const response = respond(aggregated(kinds, root, version), 200, accepted, []);
  const type = `application/${accepted.format};g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  response.headers.set('content-type', type);
  response.headers.set('vary', 'Accept');
  return response;
}
