import { describe, expect, it } from 'vitest';
import { unmetWords } from './unmet-words.ts';

const differs = (want: string, got?: string) => ({
  why: 'differs' as const,
  kind: 'Deployment',
  name: 'db',
  difference: { path: 'status.readyReplicas', want, got },
});

describe('the words for a goal that is not met', () => {
  it.each([
    ['>=1', undefined, 'has no `status.readyReplicas` yet; wanted: at least 1.', '1 이상이어야 해요.'],
    ['<=3', '6', '`status.readyReplicas` is `6`; wanted: at most 3.', '3 이하여야 해요.'],
    ['!=2', '2', 'wanted: anything but `2`.', '`2`이(가) 아니어야 해요.'],
    ['/^nginx/', 'redis', 'wanted: something like `^nginx`.', '`^nginx`에 맞아야 해요.'],
    ['*', undefined, 'wanted: any value.', '값이 있어야 해요.'],
    ['null', '1', 'wanted: nothing.', '비어 있어야 해요.'],
    ['2', '1', 'wanted: `2`.', '`2`이어야 해요.'],
  ])('tell %s without its signs', (want, got, en, ko) => {
    expect(unmetWords.en(differs(want, got))).toContain(en);
    expect(unmetWords.ko(differs(want, got))).toContain(ko);
  });
});
