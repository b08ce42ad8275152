/** Which rule of which Ingress a request belongs to (ingress-nginx internal/ingress/controller; networking/v1 path types). */
import type { HTTPIngressPath, Ingress, IngressBackend } from 'kubernetes-types/networking/v1';

export interface IngressRequest {
  /** Without a port. */
  host: string;
  /** Without the query. */
  path: string;
}

export interface IngressMatch {
  ingress: Ingress;
  backend: IngressBackend;
  path?: HTTPIngressPath;
}

/** 2 for the very name, 1 for a wildcard that stands for exactly one label, 0 for neither. */
export function hostMatches(rule: string, host: string): 0 | 1 | 2 {
  if (rule.toLowerCase() === host.toLowerCase()) return 2;
  if (!rule.startsWith('*.')) return 0;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot).toLowerCase() === rule.slice(1).toLowerCase() ? 1 : 0;
}

/** Infinity for an exact match, else the length of the matching prefix; undefined when it does not match. */
export function pathMatches({ path = '/', pathType }: HTTPIngressPath, asked: string): number | undefined {
  if (pathType === 'Exact') return asked === path ? Infinity : undefined;
  // ImplementationSpecific: ingress-nginx treats it as Prefix.
  const prefix = path.replace(/\/+$/, '');
  return prefix === '' || asked === prefix || asked.startsWith(`${prefix}/`) ? prefix.length : undefined;
}

/** The best host decides first, then the best path within it; an Ingress's default backend takes what no rule takes. */
export function matchIngress(ingresses: readonly Ingress[], request: IngressRequest): IngressMatch | undefined {
  let best: { match: IngressMatch; host: number; path: number } | undefined;
  let bestHost = -1;
  for (const ingress of ingresses) {
    for (const rule of ingress.spec?.rules ?? []) {
      const host = rule.host ? hostMatches(rule.host, request.host) : 0;
      if (rule.host && host === 0) continue;
      bestHost = Math.max(bestHost, host);
      for (const path of rule.http?.paths ?? []) {
        const length = pathMatches(path, request.path);
        if (length === undefined) continue;
        if (best && (best.host > host || (best.host === host && best.path >= length))) continue;
        best = { match: { ingress, backend: path.backend, path }, host, path: length };
      }
    }
  }
  // A server block for the host exists: rules without a host do not apply to it.
  if (best && best.host === bestHost) return best.match;
  const fallback = ingresses.find((ingress) => ingress.spec?.defaultBackend);
  return fallback && { ingress: fallback, backend: fallback.spec!.defaultBackend! };
}
