/** Times as the API writes them: RFC 3339 in UTC, whole seconds (metav1.Time) or microseconds (metav1.MicroTime). */
export function rfc3339(ms: number): string {
  // Thousands of statuses written in one second share one text.
  const second = Math.floor(ms / 1000);
  if (second !== last.second) last = { second, text: `${new Date(ms).toISOString().slice(0, 19)}Z` };
  return last.text;
}

let last = { second: NaN, text: '' };

export function rfc3339Micro(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** ms since the epoch; undefined for an absent time. */
export function parseTime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
