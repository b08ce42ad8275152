/** From what people type to resources: names, short names, kinds, groups, categories (client-go/restmapper). */
import type { Client } from '../client/client.ts';
import type { ResourceInfo } from '../api/resource.ts';
import { CommandError } from './errors.ts';
import { discover } from './discovery.ts';

/** What one machine remembers of a server's kinds between commands (client-go/discovery/cached/disk). */
export interface DiscoveryCache {
  resources?: readonly ResourceInfo[] | undefined;
}

export class Mapper {
  private readonly warned = new Set<string>();

  constructor(
    readonly resources: readonly ResourceInfo[],
    private readonly warn: (text: string) => void = () => undefined,
    private readonly cache: DiscoveryCache = {},
  ) {}

  /** `po`, `Pod`, `deployments.apps`, `deployments.v1.apps`, `deploy`; undefined when there is none. */
  find(text: string): ResourceInfo | undefined {
    const word = text.toLowerCase();
    return this.byShortName(word) ?? this.byResource(word);
  }

  /** As `find`; throws "the server doesn't have a resource type …". */
  resource(text: string): ResourceInfo {
    const found = this.find(text);
    if (found) return found;
    // Who misses something asks the server anew the next time.
    this.cache.resources = undefined;
    throw new CommandError(noResource(text));
  }

  /** The resource of an object; undefined when the server does not know its kind. Kinds in lower case are known too. */
  kind(apiVersion: string, kind: string): ResourceInfo | undefined {
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    const version = apiVersion.slice(slash + 1);
    const served = this.resources.filter((info) => info.group === group && info.version === version);
    return served.find((info) => info.kind === kind) ?? served.find((info) => info.kind.toLowerCase() === kind);
  }

  /** `all` → pods, services, …; undefined when it is no category. */
  category(name: string): ResourceInfo[] | undefined {
    const found = this.preferred().filter((info) => info.categories.includes(name));
    return found.length > 0 ? found : undefined;
  }

  /** One version a resource, the server's preferred. */
  preferred(): ResourceInfo[] {
    const seen = new Set<string>();
    return this.resources.filter((info) => {
      const key = `${info.group}/${info.resource}`;
      return seen.has(key) ? false : Boolean(seen.add(key));
    });
  }

  private byShortName(word: string): ResourceInfo | undefined {
    const [first, ...others] = this.resources.filter((info) => info.shortNames.includes(word));
    for (const { group, resource } of others) {
      const name = `${resource}.${group}`;
      if (group === first!.group || this.warned.has(name)) continue;
      this.warned.add(name);
      this.warn(`short name ${JSON.stringify(word)} could also match lower priority resource ${name}`);
    }
    return first;
  }

  private byResource(word: string): ResourceInfo | undefined {
    const named = (name: string, info: ResourceInfo): boolean =>
      info.resource === name || info.singular === name || info.kind.toLowerCase() === name;
    const [name = '', ...qualifiers] = word.split('.');
    if (qualifiers.length === 0)
      return (
        this.resources.find((info) => named(name, info)) ??
        this.resources.find((info) => info.shortNames.includes(name))
      );
    const short = (info: ResourceInfo): boolean => named(name, info) || info.shortNames.includes(name);
    const [version = '', ...groupParts] = qualifiers;
    const versioned = this.resources.find(
      (info) => short(info) && info.version === version && matches(info.group, groupParts.join('.')),
    );
    const group = qualifiers.join('.');
    // A group may be shortened (`deployment.app`): the mapper matches a prefix when nothing is equal.
    return (
      versioned ??
      this.resources.find((info) => short(info) && info.group === group) ??
      this.resources.find((info) => short(info) && info.group.startsWith(group))
    );
  }
}

function matches(group: string, wanted: string): boolean {
  return group === wanted;
}

function noResource(text: string): string {
  const [name = '', ...rest] = text.split('.');
  if (rest.length === 0) return `the server doesn't have a resource type ${JSON.stringify(text)}`;
  if (rest.length > 1 && /^v\d+((alpha|beta)\d+)?$/.test(rest[0]!)) {
    return `the server doesn't have a resource type ${JSON.stringify(name)} in group ${JSON.stringify(rest.slice(1).join('.'))} and version ${JSON.stringify(rest[0])}`;
  }
  return `the server doesn't have a resource type ${JSON.stringify(text)}`;
}

/**
 * `warn` is told of short names that several groups have. What was served before stays known until something new is met:
 * a kind that was deleted since is still asked for, and the server says that it is gone.
 */
export async function loadMapper(
  client: Client,
  warn?: (text: string) => void,
  cache: DiscoveryCache = {},
): Promise<Mapper> {
  const fresh = await discover(client);
  const known = new Set(cache.resources?.map(pathOf));
  if (!cache.resources || fresh.some((info) => !known.has(pathOf(info)))) cache.resources = fresh;
  return new Mapper(cache.resources, warn, cache);
}

function pathOf({ group, version, resource }: ResourceInfo): string {
  return `${group}/${version}/${resource}`;
}
