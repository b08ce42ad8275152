/** Completion of `TYPE NAME` and `TYPE/NAME` (kubectl/pkg/util/completion). */
import type { ResourceInfo } from '../api/resource.ts';
import type { Complete, VerbContext } from './verb.ts';

/** Types for the first word, names of that type for the others. */
export const completeResources: Complete = async (context, words, current) => {
  const slash = current.indexOf('/');
  if (slash > 0 && words.length === 0) {
    const names = await completeNames(context, current.slice(0, slash));
    return names.map((name) => `${current.slice(0, slash)}/${name}`);
  }
  if (words.length === 0) return completeTypes(context);
  return (await completeNames(context, words[0]!)).filter((name) => !words.slice(1).includes(name));
};

/** Names for one fixed type: `completeNamed('nodes')`. */
export function completeNamed(type: string): Complete {
  return async (context, words) => (await completeNames(context, type)).filter((name) => !words.includes(name));
}

export async function completeTypes(context: VerbContext): Promise<string[]> {
  const mapper = await context.mapper();
  return mapper
    .preferred()
    .filter((info) => info.verbs.includes('list'))
    .map((info) => (isAmbiguous(mapper.preferred(), info) ? `${info.resource}.${info.group}` : info.resource));
}

function isAmbiguous(all: readonly ResourceInfo[], info: ResourceInfo): boolean {
  return info.group !== '' && all.find((other) => other.resource === info.resource) !== info;
}

export async function completeNames(context: VerbContext, type: string): Promise<string[]> {
  const info = (await context.mapper()).find(type);
  if (!info) return [];
  const list = await context.client.list(info, info.namespaced ? { namespace: context.namespace } : {});
  return list.items.map((item) => item.metadata?.name ?? '').sort();
}
