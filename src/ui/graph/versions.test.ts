import { describe, expect, it } from 'vitest';
import { assignHues, parseImage } from './versions.ts';

describe('parseImage', () => {
  it.each([
    ['nginx', 'nginx', 'latest'],
    ['nginx:1.26', 'nginx', '1.26'],
    ['localhost:5000/team/app', 'localhost:5000/team/app', 'latest'],
    ['localhost:5000/app:v2', 'localhost:5000/app', 'v2'],
    ['nginx@sha256:0123456789abcdef', 'nginx', 'sha256:0123456'],
  ])('%s', (image, repository, tag) => expect(parseImage(image)).toEqual({ repository, tag }));
});

describe('assignHues', () => {
  it('counts the tags of each image in order of appearance, and never takes a hue back', () => {
    const first = assignHues(new Map(), ['nginx:1.25', 'busybox:1', 'nginx:1.26']);
    expect([...first]).toEqual([
      ['nginx:1.25', 0],
      ['busybox:1', 0],
      ['nginx:1.26', 1],
    ]);
    expect(assignHues(first, ['nginx:1.27', 'nginx:1.26']).get('nginx:1.27')).toBe(2);
    expect(assignHues(first, ['nginx:1.26'])).toBe(first);
  });
});
