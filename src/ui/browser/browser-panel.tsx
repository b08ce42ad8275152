/** A browser on the learner's laptop: one request over the simulated network, its answer, and the way it took. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Hop, WireResult } from '../../client/wire.ts';
import { useTrips } from '../live/trips.ts';
import { useWords } from '../i18n/language.ts';
import { useClusterTime } from '../live/cluster-time.ts';
import { KindBadge } from '../marks/kind-badge.tsx';
import type { PanelProps } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import './browser.css';

type Answer = { state: 'none' } | { state: 'asking' } | { state: 'answered'; result: WireResult };

const badgeOf: Record<Hop['kind'], string> = {
  dns: 'generic',
  ingress: 'Ingress',
  service: 'Service',
  nodePort: 'Node',
  endpoint: 'Service',
  pod: 'Pod',
};

export default function BrowserPanel({ studio }: PanelProps) {
  const words = useWords();
  const [address, setAddress] = useState('http://web.example.com/');
  const [answer, setAnswer] = useState<Answer>({ state: 'none' });
  const request = useRef<AbortController>(null);
  useEffect(() => () => request.current?.abort(), []);
  const { wire } = studio.connection;
  if (!wire) return null;
  const go = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    request.current?.abort();
    const mine = new AbortController();
    request.current = mine;
    setAnswer({ state: 'asking' });
    const url = /^https?:\/\//.test(address) ? address : `http://${address}`;
    try {
      const result = await wire.request({ from: { kind: 'laptop' }, method: 'GET', url }, mine.signal);
      if (mine.signal.aborted) return;
      setAnswer({ state: 'answered', result });
      useTrips.getState().show(result.hops, useClusterTime.getState().speed);
    } catch {
      if (!mine.signal.aborted)
        setAnswer({ state: 'answered', result: { ok: false, error: 'network unreachable', hops: [] } });
    }
  };
  return (
    <div className="tp-browser">
      <form onSubmit={(event) => void go(event)}>
        <input
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          aria-label={words.browser.address}
          spellCheck={false}
          autoCapitalize="off"
        />
        <Button type="submit" look="accent">
          {words.browser.go}
        </Button>
      </form>
      {answer.state === 'none' && <p className="tp-note">{words.browser.empty}</p>}
      {answer.state === 'asking' && <p className="tp-note">{words.browser.asking}</p>}
      {answer.state === 'answered' && <Shown result={answer.result} />}
    </div>
  );
}

function Shown({ result }: { result: WireResult }) {
  const words = useWords();
  return (
    <div className="tp-browser-answer" tabIndex={0}>
      <p className="tp-browser-status" data-bad={!result.ok || result.status >= 400 || undefined}>
        {result.ok ? `HTTP ${result.status} · ${result.address}` : `${words.browser.failed}: ${result.error}`}
      </p>
      {!result.ok && words.browser.hints[result.error] && (
        <p className="tp-muted">{words.browser.hints[result.error]}</p>
      )}
      {result.hops.length > 0 && (
        <ol className="tp-hops" aria-label={words.browser.way}>
          {result.hops.map((hop) => (
            <li key={`${hop.kind}${hop.name}${hop.at}`}>
              <KindBadge kind={badgeOf[hop.kind]} size={16} />
              {hop.name}
            </li>
          ))}
        </ol>
      )}
      {result.ok && (isHtml(result.headers) ? <Page html={result.body} /> : <pre>{result.body}</pre>)}
    </div>
  );
}

const isHtml = (headers: Record<string, string>): boolean =>
  Object.entries(headers).some(([name, value]) => name.toLowerCase() === 'content-type' && value.includes('html'));

/** Whatever a container answers is shown, never run: no scripts, no requests of its own. */
function Page({ html }: { html: string }) {
  const words = useWords();
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><style>body{font:14px/20px system-ui,sans-serif}</style>`;
  return <iframe title={words.browser.from} sandbox="" srcDoc={policy + html} />;
}
