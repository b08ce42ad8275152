/** RFC 3339 to the second; thousands of statuses written in the same second share one text. */
import { rfc3339 } from '../runtime/time.ts';

let second = NaN;
let text = '';

export function timestamp(ms: number): string {
  const wanted = Math.floor(ms / 1000);
  if (wanted !== second) {
    second = wanted;
    text = rfc3339(ms);
  }
  return text;
}
