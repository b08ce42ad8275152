/** The name suffix of `--append-hash` (kubectl/pkg/util/hash/hash.go): ten safe characters of a SHA-256. */

/** `content` is the JSON that is hashed: its keys are sorted as Go's map encoder sorts them. */
export async function hashedName(name: string, content: Record<string, unknown>): Promise<string> {
  const sorted = JSON.stringify(Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sorted));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const safe: Record<string, string> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  return `${name}-${hex.slice(0, 10).replace(/[013ae]/g, (letter) => safe[letter] ?? letter)}`;
}
