/** nginx's configuration language (src/core/ngx_conf_file.c), of which server, location and a few directives are heeded. */
import type { FileSystem } from '../../shell/filesystem.ts';

export interface Directive {
  name: string;
  args: string[];
  block?: Directive[];
}

export interface Location {
  /** '' prefix, '=' exact, '~' and '~*' patterns, '^~' prefix before patterns. */
  modifier: string;
  path: string;
  directives: Directive[];
}

export interface Server {
  ports: number[];
  names: string[];
  directives: Directive[];
  locations: Location[];
}

/** Throws an Error worded as nginx's `[emerg]`. */
export function parseConfig(text: string, file: string): Directive[] {
  const tokens = [...text.matchAll(/#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[{};]|[^\s{};]+/g)];
  let at = 0;
  const lineOf = (index: number): number => text.slice(0, index).split('\n').length;
  const block = (depth: number): Directive[] => {
    const out: Directive[] = [];
    let words: string[] = [];
    for (; at < tokens.length; at++) {
      const [token, double, single] = tokens[at]!;
      if (token.startsWith('#')) continue;
      if (token === '{') {
        at++;
        out.push({ name: words[0] ?? '', args: words.slice(1), block: block(depth + 1) });
        words = [];
      } else if (token === ';') {
        if (words[0] !== undefined) out.push({ name: words[0], args: words.slice(1) });
        words = [];
      } else if (token === '}') {
        if (depth === 0 || words.length > 0) throw new Error(`unexpected "}" in ${file}:${lineOf(tokens[at]!.index)}`);
        return out;
      } else words.push(double ?? single ?? token);
    }
    if (depth > 0 || words.length > 0)
      throw new Error(
        `unexpected end of file, expecting ${depth > 0 ? '"}"' : '";" or "}"'} in ${file}:${lineOf(text.length)}`,
      );
    return out;
  };
  return block(0);
}

/** The servers of /etc/nginx/nginx.conf, includes followed. */
export function readServers(fs: FileSystem): Server[] {
  const expand = (file: string): Directive[] =>
    parseConfig(fs.readFile(file), file).flatMap((directive) => include(directive, fs, expand));
  const http = expand('/etc/nginx/nginx.conf').filter((directive) => directive.name === 'http');
  return http
    .flatMap((part) => part.block ?? [])
    .filter((directive) => directive.name === 'server')
    .map(serverOf);
}

function include(directive: Directive, fs: FileSystem, expand: (file: string) => Directive[]): Directive[] {
  if (directive.name !== 'include') {
    if (!directive.block) return [directive];
    return [{ ...directive, block: directive.block.flatMap((inner) => include(inner, fs, expand)) }];
  }
  const pattern = directive.args[0] ?? '';
  const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
  const slash = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (!name.includes('*')) return path.endsWith('mime.types') ? [] : expand(path);
  const matcher = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
  if (fs.stat(folder)?.type !== 'directory') return [];
  return fs
    .readDirectory(folder)
    .filter((entry) => !entry.startsWith('.') && matcher.test(entry))
    .flatMap((entry) => expand(`${folder}/${entry}`));
}

function serverOf(directive: Directive): Server {
  const block = directive.block ?? [];
  const listens = block.filter((inner) => inner.name === 'listen').map((inner) => inner.args[0] ?? '80');
  const ports = listens
    .filter((text) => !text.startsWith('['))
    .map((text) => Number(text.slice(text.lastIndexOf(':') + 1)));
  const locations = block
    .filter((inner) => inner.name === 'location')
    .map(({ args, block: directives = [] }) => ({
      modifier: args.length > 1 ? args[0]! : '',
      path: args.at(-1) ?? '/',
      directives,
    }));
  return {
    ports: ports.length > 0 ? [...new Set(ports)] : [80],
    names: block.filter((inner) => inner.name === 'server_name').flatMap((inner) => inner.args),
    directives: block.filter((inner) => inner.name !== 'location'),
    locations,
  };
}

/** nginx's order: exact, longest `^~` prefix, first pattern, longest prefix. */
export function chooseLocation(server: Server, path: string): Location | undefined {
  const exact = server.locations.find((location) => location.modifier === '=' && location.path === path);
  if (exact) return exact;
  const prefixes = server.locations
    .filter((location) => (location.modifier === '' || location.modifier === '^~') && path.startsWith(location.path))
    .sort((a, b) => b.path.length - a.path.length);
  if (prefixes[0]?.modifier === '^~') return prefixes[0];
  const pattern = server.locations.find(
    ({ modifier, path: source }) =>
      modifier.startsWith('~') && new RegExp(source, modifier === '~*' ? 'i' : '').test(path),
  );
  return pattern ?? prefixes[0];
}
