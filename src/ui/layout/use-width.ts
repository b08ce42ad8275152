/** Which of the three layouts the window has room for. */
import { useSyncExternalStore } from 'react';

export type Width = 'wide' | 'medium' | 'narrow';

const wide = globalThis.matchMedia?.('(min-width: 1200px)');
const medium = globalThis.matchMedia?.('(min-width: 800px)');

const read = (): Width => (wide?.matches ? 'wide' : medium?.matches ? 'medium' : 'narrow');

function subscribe(changed: () => void): () => void {
  wide?.addEventListener('change', changed);
  medium?.addEventListener('change', changed);
  return () => {
    wide?.removeEventListener('change', changed);
    medium?.removeEventListener('change', changed);
  };
}

export const useWidth = (): Width => useSyncExternalStore(subscribe, read);
