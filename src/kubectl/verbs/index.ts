/** The commands that are built, one line a verb. */
import type { Verb } from '../verb.ts';

export const verbs: readonly Verb[] = [];
