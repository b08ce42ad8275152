/** What a container writes, as it writes it (GET …/log?follow=true). */
import { useEffect, useRef, useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { resourcePath } from '../../api/resource.ts';
import type { Client } from '../../client/client.ts';
import { asPod } from '../graph/cluster-index.ts';
import { useWords } from '../i18n/language.ts';
import { kindNamed } from '../live/kinds.ts';

const keptLength = 100_000;

async function readLog(
  client: Client,
  pod: KubeObject,
  container: string,
  add: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const kind = kindNamed('Pod');
  if (!kind) return;
  const path = resourcePath(kind, pod.metadata?.namespace, pod.metadata?.name, 'log');
  const response = await client.request(
    `${path}?container=${encodeURIComponent(container)}&follow=true&tailLines=500`,
    { signal },
  );
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done || signal.aborted) return;
    add(value);
  }
}

export function LogsView({ pod, client }: { pod: KubeObject; client: Client }) {
  const words = useWords();
  const containers = (asPod(pod).spec?.containers ?? []).map((container) => container.name);
  const [container, setContainer] = useState(containers[0] ?? '');
  const [text, setText] = useState('');
  const [failure, setFailure] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const restarts = asPod(pod).status?.containerStatuses?.find((status) => status.name === container)?.restartCount ?? 0;
  useEffect(() => {
    const stop = new AbortController();
    setText('');
    setFailure('');
    readLog(client, pod, container, (more) => setText((held) => (held + more).slice(-keptLength)), stop.signal).catch(
      (error: unknown) => {
        if (!stop.signal.aborted) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => stop.abort();
    // The Pod's other changes do not concern its log; a restart begins a new one.
  }, [client, pod.metadata?.uid, container, restarts]);
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [text]);
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
      <pre tabIndex={0}>{text || failure || words.inspector.noLogs}</pre>
      <div ref={end} />
    </div>
  );
}
