/** How many processes the shells of a machine may have at once (fork(2): EAGAIN). */

/** Takes a place; undefined when none is left. `taken` is told how many there are with this one. */
export function createProcessLimit(most: number, taken?: (count: number) => void): () => (() => void) | undefined {
  let count = 0;
  return () => {
    if (count >= most) return undefined;
    count++;
    taken?.(count);
    let here = true;
    return () => {
      if (here) count--;
      here = false;
    };
  };
}
