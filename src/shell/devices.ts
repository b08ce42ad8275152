/** Files of /dev that never end: zero, full, random and urandom (zero(4), random(4)). */
import { decodeText } from './bytes.ts';
import type { Input, Machine } from './process.ts';

/** Characters in one read. */
const CHUNK = 65_536;
/** Of random bytes fewer are made at a time: nobody wants many, and each costs. */
const RANDOM_CHUNK = 1024;
const ZEROS = '\0'.repeat(CHUNK);

/** Undefined for a path that is no such device. Each read costs the machine time. */
export function deviceInput(path: string, machine: Machine): Input | undefined {
  if (path === '/dev/zero' || path === '/dev/full') return endless(machine, () => ZEROS);
  if (path === '/dev/random' || path === '/dev/urandom') return endless(machine, () => randomText(machine));
  return undefined;
}

export const isDevice = (path: string): boolean => /^\/dev\/(null|zero|full|u?random|tty|std(in|out|err))$/.test(path);

function endless(machine: Machine, chunk: () => string): Input {
  return {
    isTerminal: false,
    read: async (signal) => {
      await machine.tick(signal ?? new AbortController().signal);
      return chunk();
    },
  };
}

/** How far each machine's entropy has been used. */
const states = new WeakMap<Machine, number>();

/** From the clock and the machine's name: the same seed and commands give the same bytes. */
function randomText(machine: Machine): string {
  let state = states.get(machine) ?? seedOf(machine);
  const bytes = new Uint8Array(RANDOM_CHUNK);
  for (let at = 0; at < bytes.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 11;
  }
  states.set(machine, state);
  return decodeText(bytes);
}

function seedOf({ clock, hostname }: Machine): number {
  let seed = (clock.now() | 0) ^ 0x9e3779b9;
  for (const letter of hostname) seed = Math.imul(seed ^ letter.charCodeAt(0), 0x01000193);
  return seed || 1;
}
