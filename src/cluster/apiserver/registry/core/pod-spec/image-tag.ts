/** The tag of an image's name (pkg/util/parsers ParseImageName). */

const DOMAIN = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const PART = String.raw`[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`;
/** A name with an optional tag; what is none of these has no tag at all. */
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?${PART}(?:/${PART})*(?::[\\w][\\w.-]{0,127})?$`);

/** A tag that is 'latest', or neither tag nor digest: such an image is pulled every time. */
export function hasLatestTag(image: string): boolean {
  if (image.includes('@') || !REFERENCE.test(image)) return false;
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon < 0 || name.slice(colon + 1) === 'latest';
}
