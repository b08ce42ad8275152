/** The tag of an image's name (pkg/util/parsers ParseImageName). */
import { isImageReference } from '../../../../../api/image-reference.ts';

/** A name may have as many letters as this, tag and digest aside. */
const LONGEST = 255;

/** A tag that is 'latest', or neither tag nor digest: such an image is pulled every time. What is no name has no tag. */
export function hasLatestTag(image: string): boolean {
  if (image.includes('@') || !isImageReference(image) || image.length > LONGEST) return false;
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon < 0 || name.slice(colon + 1) === 'latest';
}
