/** `name=(a b [k]=v)`: fields of the words become elements, one behind the other (bash: assign_compound_array_list). */
import type { Assignment, Element } from '../syntax/ast.ts';
import { clearArray, elementsOf, isAssociative, makeArray, setElement } from '../arrays.ts';
import type { Environment } from '../environment.ts';
import type { Expander } from './expand.ts';

export async function assignList(
  environment: Environment,
  expander: Expander,
  { name, append }: Assignment,
  list: readonly Element[],
): Promise<void> {
  const values: [key: string | undefined, value: string][] = [];
  // The words may speak of what the array held before.
  for (const { key, value } of list) {
    if (key) values.push([await expander.key(name, key), await expander.text(value)]);
    else for (const field of await expander.fields([value])) values.push([undefined, field]);
  }
  if (append) makeArray(environment, name);
  else clearArray(environment, name);
  let next = append ? Number(elementsOf(environment, name).at(-1)?.[0] ?? -1) + 1 : 0;
  // Without keys an associative array takes keys and values in turn.
  if (isAssociative(environment, name) && values.every(([key]) => key === undefined)) {
    for (let at = 0; at < values.length; at += 2)
      setElement(environment, name, values[at]![1], values[at + 1]?.[1] ?? '');
    return;
  }
  for (const [key, value] of values) {
    const at = key ?? String(next);
    setElement(environment, name, at, value);
    next = Number(at) + 1;
  }
}
