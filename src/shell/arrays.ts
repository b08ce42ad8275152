/** Arrays of bash: indexed and associative (bash: array.c, assoc.c). Element 0 is what the plain name means. */
import { type Environment, ReadonlyVariable, setVariable, type Variable } from './environment.ts';

export type Elements = Map<string, string>;

/** Keys and values in their order: indexed by number, associative as they came. A plain variable is its own element 0. */
export function elementsOf(environment: Environment, name: string): [key: string, value: string][] {
  const variable = environment.variables.get(name);
  if (!variable) return [];
  if (!variable.items) return [['0', variable.value]];
  const entries = [...variable.items];
  return variable.associative ? entries : entries.toSorted(([a], [b]) => Number(a) - Number(b));
}

export const isAssociative = (environment: Environment, name: string): boolean =>
  environment.variables.get(name)?.associative === true;

export function elementAt(environment: Environment, name: string, key: string): string | undefined {
  const variable = environment.variables.get(name);
  if (variable?.items) return variable.items.get(fromEnd(environment, name, key));
  return key === '0' ? variable?.value : undefined;
}

/** `arr[-1]` is the last one. */
export function fromEnd(environment: Environment, name: string, key: string): string {
  if (!key.startsWith('-') || isAssociative(environment, name)) return key;
  const last = Number(elementsOf(environment, name).at(-1)?.[0] ?? -1);
  return String(last + 1 + Number(key));
}

export function setElement(environment: Environment, name: string, key: string, value: string): void {
  const variable = makeArray(environment, name);
  const at = fromEnd(environment, name, key);
  variable.items!.set(at, value);
  if (at === '0') variable.value = value;
}

/** The variable as an array: what it held is element 0. */
export function makeArray(environment: Environment, name: string, associative = false): Variable {
  const old = environment.variables.get(name);
  if (old?.readonly) throw new ReadonlyVariable(`${name}: readonly variable`);
  if (old?.items) return old;
  const items: Elements = new Map(old ? [['0', old.value]] : []);
  const made: Variable = {
    value: old?.value ?? '',
    exported: old?.exported ?? false,
    items,
    ...(associative && { associative: true as const }),
  };
  environment.variables.set(name, made);
  return made;
}

export function setArray(environment: Environment, name: string, values: readonly string[]): void {
  clearArray(environment, name);
  values.forEach((value, at) => setElement(environment, name, String(at), value));
}

/** Empties it, or begins it. */
export function clearArray(environment: Environment, name: string): void {
  const variable = makeArray(environment, name);
  variable.items!.clear();
  variable.value = '';
}

/** `name` or `name[key]`, the key as it stands; undefined for what is neither. */
export function splitName(text: string): { name: string; key: string | undefined } | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[(.+)\])?$/s.exec(text);
  return match ? { name: match[1]!, key: match[2] } : undefined;
}

export function setNamed(
  environment: Environment,
  target: { name: string; key: string | undefined },
  value: string,
): void {
  if (target.key === undefined) setVariable(environment, target.name, value);
  else setElement(environment, target.name, target.key, value);
}

/** As `declare -p` shows it. */
export function showArray(environment: Environment, name: string): string {
  const quoted = (value: string): string => `"${value.replace(/["\\$`]/g, '\\$&')}"`;
  const list = elementsOf(environment, name).map(([key, value]) => `[${key}]=${quoted(value)}`);
  const associative = isAssociative(environment, name);
  return `declare -${associative ? 'A' : 'a'} ${name}=(${list.join(' ')}${associative && list.length > 0 ? ' ' : ''})\n`;
}
