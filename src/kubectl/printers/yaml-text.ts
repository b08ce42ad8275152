/** Objects as YAML the way kubectl writes it: keys sorted, lists not indented. */
import { dump } from 'js-yaml';

export function yamlText(value: unknown): string {
  return dump(value, { sortKeys: true, lineWidth: -1, noRefs: true, noArrayIndent: true } as Parameters<
    typeof dump
  >[1]);
}
