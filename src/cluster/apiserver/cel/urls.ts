/** url() and what it gives (apiserver/pkg/cel/library/urls.go). */
import type { Environment } from '@marcbachmann/cel-js';

class UrlValue {
  constructor(
    readonly scheme: string,
    readonly host: string,
    readonly path: string,
    readonly query: string,
  ) {}

  /** As Go's url.ParseRequestURI: an absolute URL or an absolute path. */
  static parse(text: string): UrlValue | undefined {
    const [, scheme, host, rest] = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#]*)(.*)$/.exec(text) ?? [];
    if (scheme === undefined && !text.startsWith('/')) return undefined;
    if (/[\s<>"{}|\\^`]/.test(text)) return undefined;
    const tail = scheme === undefined ? text : (rest ?? '');
    const question = tail.indexOf('?');
    const path = question < 0 ? tail : tail.slice(0, question);
    const authority = (host ?? '').replace(/^.*@/, '');
    return new UrlValue(scheme?.toLowerCase() ?? '', authority, path, question < 0 ? '' : tail.slice(question + 1));
  }
}

const PORT = /:(\d*)$/;

export function registerUrls(env: Environment): void {
  const add = (signature: string, handler: (...args: never[]) => unknown): void =>
    void env.registerFunction(signature, handler);
  env.registerType('URL', UrlValue);
  add('url(string): URL', (text: string) => {
    const url = UrlValue.parse(text);
    if (!url)
      throw new Error(
        `URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`,
      );
    return url;
  });
  add('isURL(string): bool', (text: string) => UrlValue.parse(text) !== undefined);
  add('URL.getScheme(): string', ({ scheme }: UrlValue) => scheme);
  add('URL.getHost(): string', ({ host }: UrlValue) => host);
  add('URL.getHostname(): string', ({ host }: UrlValue) => host.replace(PORT, '').replace(/^\[(.*)\]$/, '$1'));
  add('URL.getPort(): string', ({ host }: UrlValue) => PORT.exec(host)?.[1] ?? '');
  add('URL.getEscapedPath(): string', ({ path }: UrlValue) => path);
  add('URL.getQuery(): map', ({ query }: UrlValue) => {
    const values: Record<string, string[]> = {};
    for (const [key, value] of new URLSearchParams(query))
      values[key] = [...(Object.hasOwn(values, key) ? values[key]! : []), value];
    return values;
  });
}
