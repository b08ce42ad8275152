/** Times as the API writes them: RFC 3339 in UTC, whole seconds (metav1.Time) or microseconds (metav1.MicroTime). */
export function rfc3339(ms: number): string {
  // Thousands of statuses written in the same few seconds share their texts.
  const second = Math.floor(ms / 1000);
  let text = recent.get(second);
  if (text === undefined) {
    text = `${new Date(ms).toISOString().slice(0, 19)}Z`;
    if (recent.size >= MOST) recent.clear();
    recent.set(second, text);
  }
  return text;
}

const MOST = 64;
const recent = new Map<number, string>();

export function rfc3339Micro(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** ms since the epoch; undefined for an absent time. */
export function parseTime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
