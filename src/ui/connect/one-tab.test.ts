import { afterEach, describe, expect, it, vi } from 'vitest';
import { takeTurn } from './one-tab.ts';

type Hold = () => Promise<never>;

/** A browser with one lock. */
function browser() {
  let taken: (() => void) | undefined;
  const request = (_name: string, options: { steal?: boolean; signal?: AbortSignal }, hold: Hold) => {
    if (taken && !options.steal) {
      return new Promise((_, refuse) =>
        options.signal?.addEventListener('abort', () => refuse(options.signal?.reason)),
      );
    }
    taken?.();
    return new Promise((_, refuse) => {
      taken = () => refuse(new DOMException('stolen', 'AbortError'));
      void hold();
    });
  };
  return { locks: { request } };
}

afterEach(() => void vi.unstubAllGlobals());

describe('one tab at a time', () => {
  it('gives the turn to the first, and to whoever takes it', async () => {
    vi.stubGlobal('navigator', browser());
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
    const told: string[] = [];
    expect(await takeTurn({ steal: false, onTaken: () => told.push('first') })).toBe(true);
    expect(told).toEqual([]);
    expect(await takeTurn({ steal: true, onTaken: () => told.push('second') })).toBe(true);
    await Promise.resolve();
    expect(told).toEqual(['first']);
  });

  it('says no while another tab goes on', async () => {
    vi.stubGlobal('navigator', browser());
    await takeTurn({ steal: false, onTaken: () => undefined });
    const patience = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => patience.signal);
    const asked = takeTurn({ steal: false, onTaken: () => undefined });
    patience.abort();
    expect(await asked).toBe(false);
  });

  it('goes without where there are no locks', async () => {
    vi.stubGlobal('navigator', {});
    expect(await takeTurn({ steal: false, onTaken: () => undefined })).toBe(true);
  });
});
