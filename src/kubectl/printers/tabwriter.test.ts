import { describe, expect, it } from 'vitest';
import { alignTabs, TABLE } from './tabwriter.ts';

describe('alignTabs', () => {
  it('pads cells to the widest of their column, six at least, three between', () => {
    expect(alignTabs('NAME\tREADY\tAGE\npod-a\t1/1\t2s\n', TABLE)).toBe('NAME    READY   AGE\npod-a   1/1     2s\n');
  });
  it('starts new columns after a line without them', () => {
    expect(alignTabs('Name:\tweb\nLabels:\ta=b\nEvents\n  Type\tReason\n')).toBe(
      'Name:    web\nLabels:  a=b\nEvents\n  Type  Reason\n',
    );
  });
  it('remembers widths when asked to', () => {
    const widths: number[] = [];
    alignTabs('a-long-name\tx\n', TABLE, widths);
    expect(alignTabs('b\ty\n', TABLE, widths)).toBe('b             y\n');
  });
});
