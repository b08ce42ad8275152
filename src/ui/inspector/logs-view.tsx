/** What a container writes, as it writes it (GET …/log?follow=true). */
import { useEffect, useRef, useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import { resourcePath } from '../../api/resource.ts';
import type { Client } from '../../client/client.ts';
import { asPod } from '../graph/cluster-index.ts';
import { useWords } from '../i18n/language.ts';
import { kindNamed } from '../live/kinds.ts';

const keptLength = 100_000;

function logPath(namespace: string | undefined, name: string, container: string): string {
  const kind = kindNamed('Pod') ?? { group: '', version: 'v1', resource: 'pods' };
  const query = new URLSearchParams({ container, follow: 'true', tailLines: '500' });
  return `${resourcePath(kind, namespace, name, 'log')}?${query}`;
}

async function readLog(client: Client, path: string, add: (text: string) => void, signal: AbortSignal): Promise<void> {
  const response = await client.request(path, { signal });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  for (let part = await reader?.read(); part && !part.done && !signal.aborted; part = await reader?.read())
    add(decoder.decode(part.value, { stream: true }));
}

export function LogsView({ pod, client }: { pod: KubeObject; client: Client }) {
  const words = useWords();
  const { spec } = asPod(pod);
  const containers = [
    ...(spec?.containers ?? []),
    ...(spec?.initContainers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ].map((container) => container.name);
  const [container, setContainer] = useState(containers[0] ?? '');
  const status = asPod(pod).status?.containerStatuses?.find((entry) => entry.name === container);
  const path = logPath(pod.metadata?.namespace, pod.metadata?.name ?? '', container);
  return (
    <div className="tp-logs">
      {containers.length > 1 && (
        <label>
          {words.inspector.container}{' '}
          <select value={container} onChange={(event) => setContainer(event.target.value)}>
            {containers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {/* A start, first or again, begins a log of its own. */}
      <LogText key={`${path} ${status?.restartCount} ${status?.started}`} path={path} client={client} />
    </div>
  );
}

function LogText({ path, client }: { path: string; client: Client }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState('');
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    readLog(client, path, (more) => setText((held) => (held + more).slice(-keptLength)), stop.signal).catch(
      (error: unknown) => {
        if (stop.signal.aborted) return;
        // A TypeError is the network's: nothing answered at all.
        setFailure(isStatusError(error) ? error.message : words.cluster.lost);
      },
    );
    return () => stop.abort();
  }, [client, path, words]);
  useEffect(() => {
    // In braces: newer browsers return a promise, which is no clean-up.
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [text]);
  return (
    <pre ref={box} tabIndex={0}>
      {text || failure || words.inspector.noLogs}
    </pre>
  );
}
