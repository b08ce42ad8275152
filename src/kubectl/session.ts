/** The fetch a command speaks through: identity headers, and the server's warnings on standard error, each once. */
import { createClient } from '../client/rest-client.ts';
import type { Client, Fetch } from '../client/client.ts';
import { CommandError } from './errors.ts';
import type { Flags } from './flags.ts';
import type { KubectlIO } from './io.ts';
import { type KubeConfig, serverAddress } from './kubeconfig.ts';
import { USER_AGENT } from './release.ts';
import { limited, parseTimeout } from './request-timeout.ts';

export function openSession(io: KubectlIO, flags: Flags, config: () => KubeConfig): Client {
  const warned = new Set<string>();
  const limit = parseTimeout(flags.string('request-timeout'));
  const fetch = limited(io.fetch, io.clock, limit);
  return createClient(async (request) => {
    identify(request, flags, config());
    const response = await send(io, fetch, request, () => serverAddress(config(), flags));
    for (const warning of warnings(response.headers.get('Warning'))) {
      if (warned.has(warning)) continue;
      warned.add(warning);
      await io.stderr.write(`Warning: ${warning}\n`);
    }
    return response;
  });
}

async function send(io: KubectlIO, fetch: Fetch, request: Request, server: () => string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (io.signal.aborted || request.signal.aborted) throw error;
    const host = server().replace(/^https?:\/\//, '');
    if (error instanceof TypeError) {
      throw new CommandError(
        `The connection to the server ${host} was refused - did you specify the right host or port?`,
        { verbatim: true },
      );
    }
    throw error;
  }
}

const ANONYMOUS = { name: 'system:anonymous', organizations: ['system:unauthenticated'] };

/** A browser forbids some of these headers and silently drops them, which is as good as it gets there. */
export function identify(request: Request, flags: Flags, config: KubeConfig): void {
  const { headers } = request;
  // Whoever comes through the proxy keeps the name he has.
  if (!headers.has('User-Agent')) headers.set('User-Agent', USER_AGENT);
  // Chromium drops it. Our own API server takes the other header for it; a real one does not mind.
  if (!headers.has('User-Agent')) headers.set('X-User-Agent', USER_AGENT);
  const token = flags.string('token') || config.user['token'];
  if (typeof token === 'string' && token !== '') headers.set('Authorization', `Bearer ${token}`);
  else if (config.subject !== 'trusted') {
    const { name, organizations } = config.subject ?? ANONYMOUS;
    headers.set('X-Remote-User', name);
    for (const organization of organizations) headers.append('X-Remote-Group', organization);
  }
  const as = flags.string('as') || config.user['as'];
  const groups = flags.strings('as-group');
  const uid = flags.string('as-uid') || config.user['as-uid'];
  const extra = flags.strings('as-user-extra');
  if (typeof as === 'string' && as !== '') headers.set('Impersonate-User', as);
  else if (groups.length > 0 || extra.length > 0 || (typeof uid === 'string' && uid !== '')) {
    throw new CommandError(
      `requesting uid, groups or user-extra for ${config.context.user ?? ''} without impersonating a user`,
    );
  }
  for (const group of groups) headers.append('Impersonate-Group', group);
  if (typeof uid === 'string' && uid !== '') headers.set('Impersonate-Uid', uid);
  for (const pair of extra) {
    const [key = '', ...value] = pair.split('=');
    headers.append(`Impersonate-Extra-${encodeURIComponent(key)}`, value.join('='));
  }
}

/** `299 - "one", 299 - "two"` → one, two. */
export function warnings(header: string | null): string[] {
  if (!header) return [];
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!.replace(/\\(.)/g, '$1'));
}
