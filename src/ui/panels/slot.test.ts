import { expect, it } from 'vitest';
import { createSlot } from './slot.ts';

it('keeps wishes until a panel attaches, then asks at once', () => {
  const slot = createSlot<(text: string) => void>();
  const heard: string[] = [];
  slot.ask((say) => say('early'));
  const detach = slot.attach((text) => heard.push(text));
  slot.ask((say) => say('now'));
  detach();
  slot.ask((say) => say('later'));
  expect(heard).toEqual(['early', 'now']);
  slot.attach((text) => heard.push(`again ${text}`));
  expect(heard).toEqual(['early', 'now', 'again later']);
});
