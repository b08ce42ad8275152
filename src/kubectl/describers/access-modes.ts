/** Access modes in short, as GetAccessModesAsString joins them. */
const SHORT: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

export function accessModes(modes: readonly string[] | undefined): string {
  return SHORT.flatMap(([mode, short]) => (modes?.includes(mode) ? [short] : [])).join(',');
}
