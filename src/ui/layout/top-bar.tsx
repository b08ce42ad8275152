/** The bar: where you are, the cluster's time, finding, language and theme. */
import { useWords } from '../i18n/language.ts';
import { Logo } from '../marks/logo.tsx';
import type { Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { usePage } from './page-state.ts';
import { usePreferences } from './preferences.ts';
import { TimeControls } from './time-controls.tsx';
import { useWidth } from './use-width.ts';

const isMac = /mac/i.test(globalThis.navigator?.platform ?? '');

export function TopBar({ studio }: { studio: Studio | undefined }) {
  const words = useWords();
  const width = useWidth();
  const { crumb, drawer, set } = usePage();
  const { language, theme, set: choose } = usePreferences();
  return (
    <header className="tp-bar">
      <span className="tp-logo">
        <Logo />
        Tidepool
      </span>
      {width === 'medium' && (
        <Button look="edge" aria-expanded={drawer} onClick={() => set({ drawer: !drawer })}>
          {words.bar.lesson}
        </Button>
      )}
      {crumb && width !== 'narrow' && (
        <span className="tp-crumb">
          {crumb.part} <span aria-hidden="true">▸</span> <b>{crumb.title}</b>
        </span>
      )}
      <span className="tp-bar-space" />
      {studio?.connection.controls && <TimeControls controls={studio.connection.controls} />}
      {width !== 'narrow' && (
        <Button look="edge" onClick={() => set({ finding: true })} disabled={!studio}>
          {words.bar.search} <kbd className="tp-kbd">{isMac ? '⌘K' : 'Ctrl K'}</kbd>
        </Button>
      )}
      <Button
        lang={language === 'ko' ? 'en' : 'ko'}
        aria-label={words.bar.languageHint}
        title={words.bar.languageHint}
        onClick={() => choose({ language: language === 'ko' ? 'en' : 'ko' })}
      >
        {width === 'narrow' ? (language === 'ko' ? 'EN' : '한') : words.bar.language}
      </Button>
      <Button
        aria-label={words.bar.themeHint}
        title={words.bar.themeHint}
        onClick={() => choose({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        {theme === 'dark' ? words.bar.light : words.bar.dark}
      </Button>
    </header>
  );
}
