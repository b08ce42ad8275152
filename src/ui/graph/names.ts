/** Names as a card has room for them: the random end set apart, the middle left out. */

/** How many parts of a Pod's name its owner's kind makes up: the template's hash and its own, or its own alone. */
const generated: Readonly<Record<string, number>> = { ReplicaSet: 2, DaemonSet: 1, Job: 1, ReplicationController: 1 };

export function splitPodName(name: string, owner: string | undefined, node?: string): { head: string; tail: string } {
  // A static Pod's name ends in its machine's, which the card says already.
  if (node && name.endsWith(`-${node}`)) return { head: '', tail: shorten(name.slice(0, -node.length - 1), 24) };
  const parts = name.split('-');
  const made = generated[owner ?? ''] ?? 0;
  if (made === 0 || parts.length <= made) return { head: '', tail: shorten(name, 24) };
  const kept = parts.slice(0, -made).join('-');
  return { head: made > 1 ? `${shorten(kept, 12)}-…-` : `${shorten(kept, 14)}-`, tail: parts.at(-1) ?? '' };
}

/** `kube-controller-…-plane`: keeps both ends. */
export function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  const tail = Math.floor((room - 1) / 3);
  return `${text.slice(0, room - 1 - tail)}…${text.slice(text.length - tail)}`;
}
