/** Mappings as sigs.k8s.io/yaml makes JSON objects of them: a key that is itself a collection is refused in Go's words. */
import { defineMappingTag } from 'js-yaml';

type Container = Record<string, unknown>;

export const mapTag = defineMappingTag<Container>('tag:yaml.org,2002:map', {
  create: () => ({}),
  identify: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  addPair(container, key, value) {
    if (typeof key === 'object' && key !== null) return `invalid map key: ${goSyntax(key)}`;
    // A plain assignment to __proto__ would change the prototype.
    Object.defineProperty(container, String(key), { value, enumerable: true, configurable: true, writable: true });
    return '';
  },
  has: (container, key) => !(typeof key === 'object' && key !== null) && Object.hasOwn(container, String(key)),
  keys: (container) => Object.keys(container),
  get: (container, key) => (Object.hasOwn(container, String(key)) ? container[String(key)] : null),
});

/** `%#v` of what go-yaml decodes into. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value !== 'object') return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const pairs = entries.map(([key, inner]) => `${JSON.stringify(key)}:${goSyntax(inner)}`);
  return `map[interface {}]interface {}{${pairs.join(', ')}}`;
}
