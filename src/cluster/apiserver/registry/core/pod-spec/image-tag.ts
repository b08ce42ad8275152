/** The tag of an image's name (pkg/util/parsers ParseImageName). */

/** A tag that is 'latest', or neither tag nor digest: such an image is pulled every time. */
export function hasLatestTag(image: string): boolean {
  if (image.includes('@')) return false;
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon < 0 || name.slice(colon + 1) === 'latest';
}
