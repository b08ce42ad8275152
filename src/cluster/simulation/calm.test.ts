/**
 * Whole clusters under chance where nothing fails: then what users were promised must hold at every moment too
 * (simulation.ts). SEEDS=n and FROM=m as in simulation.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { simulate } from './simulation.ts';

const SEEDS = Math.floor(Number(process.env['SEEDS'] ?? 300) / 3);
const FROM = Number(process.env['FROM'] ?? 0);
/** Seeds in one test: a line of output each would be too much. */
const BATCH = 25;

async function hold(seed: number): Promise<void> {
  const profile = seed % 20 === 7 ? 'studio' : 'bare';
  const { broken, history } = await simulate({ seed: `calm/${seed}`, profile, faults: 'none', turn: nextTurn });
  expect(broken, `seed ${seed}\n${history.join('\n')}`).toEqual([]);
}

describe('a cluster under chance, nothing failing', () => {
  const batches = Array.from({ length: Math.ceil(SEEDS / BATCH) }, (_, index) => FROM + index * BATCH);
  test.each(batches)('seeds from %i', { timeout: 300_000 }, async (first) => {
    for (let seed = first; seed < Math.min(first + BATCH, FROM + SEEDS); seed++) await hold(seed);
  });
});
