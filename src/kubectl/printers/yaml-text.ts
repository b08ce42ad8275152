/** Objects as YAML the way kubectl writes it: keys sorted, lists not indented. */
import { dumpYaml } from '../../api/yaml.ts';

export function yamlText(value: unknown): string {
  return dumpYaml(value);
}
