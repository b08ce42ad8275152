/** The page's small storage, for browsers that refuse it too: then nothing is kept, and nothing fails. */

export const pageStorage: Pick<Storage, 'getItem' | 'setItem'> = {
  getItem: (key) => attempt(() => localStorage.getItem(key)) ?? null,
  setItem: (key, value) => attempt(() => localStorage.setItem(key, value)),
};

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
