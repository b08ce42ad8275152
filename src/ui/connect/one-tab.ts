/** Two tabs would overwrite each other's cluster and files: one at a time has them, and the browser keeps the turns. */

const NAME = 'tidepool';
/** Real ms that a page which is just being reloaded may need to let go. */
const PATIENCE = 1500;

/**
 * Resolves to true when this tab has the turn, to false while another one has it. `steal` takes it in any case; the
 * tab that had it is told by `onTaken`.
 */
export function takeTurn({ steal, onTaken }: { steal: boolean; onTaken: () => void }): Promise<boolean> {
  // Only pages of a secure origin have locks; the others go without.
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    let held = false;
    const hold = (): Promise<never> => {
      held = true;
      resolve(true);
      return new Promise(() => undefined);
    };
    const options = steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE) };
    locks.request(NAME, options, hold).catch(() => (held ? onTaken() : resolve(false)));
  });
}
