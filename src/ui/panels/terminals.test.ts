import { expect, it } from 'vitest';
import { useTerminals } from './terminals.ts';

const active = (): number => useTerminals.getState().active;

it('types lines where the prompt is free, never where a command goes on by itself', () => {
  const { add, addApart, activate, activateFree, close } = useTerminals.getState();
  addApart();
  expect(active()).toBe(2);
  activateFree();
  expect(active()).toBe(1);
  add();
  activateFree();
  expect(active()).toBe(3);
  activate(2);
  close(1);
  activateFree();
  expect(active()).toBe(3);
  close(3);
  activate(2);
  activateFree();
  expect(useTerminals.getState().list).toEqual([{ id: 2, apart: true }, { id: 3 }]);
  expect(active()).toBe(3);
});
