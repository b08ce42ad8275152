import { describe, expect, it } from 'vitest';
import { rolloutNumbers } from './rollout.ts';

const numbers = (replicas: number, maxSurge: number | string, maxUnavailable: number | string) => {
  const { most, least } = rolloutNumbers({
    spec: {
      replicas,
      selector: {},
      template: {},
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
    },
  });
  return [least, most];
};

describe('rolloutNumbers', () => {
  it.each([
    [3, 1, 0, 3, 4],
    [10, '25%', '25%', 8, 13],
    [3, '25%', '25%', 3, 4],
    [2, 0, 0, 1, 2],
    [1, '0%', '100%', 0, 1],
  ] as const)(
    '%i replicas, surge %s, unavailable %s: at least %i, at most %i',
    (replicas, surge, unavailable, least, most) => {
      expect(numbers(replicas, surge, unavailable)).toEqual([least, most]);
    },
  );
});
