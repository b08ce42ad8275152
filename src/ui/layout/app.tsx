/** The page: bar, banner, and the layout that the window has room for. */
import { useLayoutEffect } from 'react';
import { dictionaries, useWords } from '../i18n/language.ts';
import { isLost, useLive } from '../live/live-store.ts';
import type { Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import './layout.css';
import { Narrow } from './narrow.tsx';
import { usePage } from './page-state.ts';
import { usePreferences } from './preferences.ts';
import { QuickOpen } from './quick-open.tsx';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';
import { useWidth } from './use-width.ts';
import { Wide } from './wide.tsx';

export type Start =
  | { state: 'connecting' }
  | { state: 'failed'; message: string; retry: () => void }
  /** Another tab has the cluster and the files. */
  | { state: 'elsewhere'; take: () => void }
  | { state: 'ready'; studio: Studio };

export function App({ start }: { start: Start }) {
  const { language, theme } = usePreferences();
  const width = useWidth();
  useShortcuts();
  // Before the effects of the panels, which read the theme's colours.
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset['theme'] = theme;
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', theme === 'dark' ? '#15212c' : '#ffffff');
  }, [language, theme]);
  const studio = start.state === 'ready' ? start.studio : undefined;
  return (
    <div className="tp-page">
      <TopBar studio={studio} />
      <Banners />
      <main style={{ display: 'contents' }}>
        {!studio && <Waiting start={start} />}
        {studio &&
          (width === 'narrow' ? (
            <Narrow studio={studio} />
          ) : (
            <Wide key={width} studio={studio} withLesson={width === 'wide'} />
          ))}
      </main>
      {studio && <QuickOpen studio={studio} />}
    </div>
  );
}

function Waiting({ start }: { start: Start }) {
  const words = dictionaries[usePreferences((state) => state.language)];
  if (start.state === 'elsewhere')
    return (
      <div className="tp-wait" role="alert">
        <p>{words.cluster.elsewhere}</p>
        <Button look="accent" onClick={start.take}>
          {words.cluster.take}
        </Button>
      </div>
    );
  if (start.state !== 'failed') return <div className="tp-wait">{words.cluster.connecting}</div>;
  return (
    <div className="tp-wait" role="alert">
      <p>{words.cluster.failed}</p>
      <pre>{start.message}</pre>
      <Button look="accent" onClick={start.retry}>
        {words.cluster.retry}
      </Button>
    </div>
  );
}

function Banners() {
  const words = useWords();
  const lost = useLive(isLost);
  const { banner, set } = usePage();
  return (
    <div role="status">
      {lost && (
        <div className="tp-banner">
          <span>{words.cluster.lost}</span>
        </div>
      )}
      {banner && (
        <div className="tp-banner" data-tone={banner.tone}>
          <span>{banner.text}</span>
          {banner.action && (
            <Button look="edge" onClick={banner.action.run}>
              {banner.action.label}
            </Button>
          )}
          <Button onClick={() => set({ banner: null })}>{words.cluster.dismiss}</Button>
        </div>
      )}
    </div>
  );
}
