/** Names as a card has room for them: the random end set apart, the middle left out. */
export function splitPodName(name: string, generated: boolean, node?: string): { head: string; tail: string } {
  // A static Pod's name ends in its machine's, which the card says already.
  if (node && name.endsWith(`-${node}`)) return { head: '', tail: shorten(name.slice(0, -node.length - 1), 24) };
  const parts = name.split('-');
  if (generated && parts.length >= 3)
    return { head: `${shorten(parts.slice(0, -2).join('-'), 12)}-…-`, tail: parts.at(-1) ?? '' };
  return { head: '', tail: shorten(name, 24) };
}

/** `kube-controller-…-plane`: keeps both ends. */
export function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  const tail = Math.floor((room - 1) / 3);
  return `${text.slice(0, room - 1 - tail)}…${text.slice(text.length - tail)}`;
}
