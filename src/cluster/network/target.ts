/** What a URL says about where to connect and what to ask for. */
export interface Target {
  host: string;
  port: number;
  /** With the query. */
  path: string;
  scheme: 'http' | 'https';
}

/** Throws a TypeError when it is no URL. */
export function parseTarget(text: string): Target {
  const url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  return {
    host: url.hostname.replace(/\.$/, ''),
    port: url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    scheme,
  };
}
