/**
 * The API server's port, as Pods reach it: by the Service `kubernetes` with a ServiceAccount's token, or as nobody.
 * Simplified: https without certificates; a watch is refused, for nothing streams through a Pod's network.
 */
import { badRequest } from '../../api/status-errors.ts';
import type { Fetch } from '../../client/client.ts';
import type { ServerContainer } from '../../containers/container.ts';
import type { HttpRequest, HttpResponse } from '../../containers/http.ts';

/** What to hook into `registry.k8s.io/kube-apiserver`. */
export function apiServerProgram(fetch: Fetch, port: number): (container: ServerContainer) => void {
  return (container) => {
    if (container.listen(port, (request) => answer(fetch, request))) return;
    container.log(`failed to create listener: listen tcp 0.0.0.0:${port}: bind: address already in use\n`, 'stderr');
    container.exit(1);
  };
}

const WATCH = /[?&](watch|follow)=(1|t|true)\b/i;

async function answer(fetch: Fetch, { method, path, headers, body }: HttpRequest): Promise<HttpResponse> {
  if (WATCH.test(path)) return refusal();
  // Who comes this way has no certificate of a front proxy: what it says of users is not believed.
  const sent = new Headers(Object.entries(headers).filter(([name]) => !name.startsWith('x-remote-')));
  if (!sent.has('authorization')) {
    sent.set('x-remote-user', 'system:anonymous');
    sent.set('x-remote-group', 'system:unauthenticated');
  }
  const content = method === 'GET' || method === 'HEAD' ? {} : { body };
  const response = await fetch(new Request(`https://kubernetes.default${path}`, { method, headers: sent, ...content }));
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

function refusal(): HttpResponse {
  const { status, code } = badRequest('Tidepool does not stream watches and logs into Pods');
  return { status: code, headers: { 'content-type': 'application/json' }, body: JSON.stringify(status, null, 2) };
}
