/** Each tag of an image gets a hue in the order in which it was first seen, so that old and new are told apart. */
export interface Image {
  repository: string;
  tag: string;
}

export function parseImage(image: string): Image {
  const [name = '', digest] = image.split('@');
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const tag = digest ? digest.slice(0, 14) : tagged ? name.slice(colon + 1) : 'latest';
  return { repository: tagged ? name.slice(0, colon) : name, tag };
}

/** Image → hue index; grows only. */
export type Hues = ReadonlyMap<string, number>;

export const hueCount = 6;

/** Adds the images not seen before, in the order given. Returns `known` itself when there are none. */
export function assignHues(known: Hues, images: Iterable<string>): Hues {
  let next: Map<string, number> | undefined;
  for (const image of images) {
    const held = next ?? known;
    if (held.has(image)) continue;
    const { repository } = parseImage(image);
    const siblings = [...held.keys()].filter((other) => parseImage(other).repository === repository).length;
    next ??= new Map(known);
    next.set(image, siblings % hueCount);
  }
  return next ?? known;
}
