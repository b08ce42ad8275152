/** Table columns and the cells that many kinds share (pkg/printers/internalversion/printers.go). */
import { age } from '../../../api/duration.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Column } from './strategy.ts';

const NAME = 'Name must be unique within a namespace.';

/** `Name`, `Up-to-date`; a trailing `*` marks columns of -o wide, `#` integers; other types are named: `Attached:boolean`. */
export function columns(...names: readonly string[]): Column[] {
  return names.map((text) => {
    const wide = text.endsWith('*');
    const bare = wide ? text.slice(0, -1) : text;
    const integer = bare.endsWith('#');
    const [name = '', type = 'string'] = (integer ? bare.slice(0, -1) : bare).split(':');
    return {
      name,
      type: integer ? 'integer' : type,
      format: name === 'Name' ? 'name' : '',
      priority: wide ? 1 : 0,
      description: name === 'Name' ? NAME : name,
    };
  });
}

export function nameOf(object: KubeObject): string {
  return object.metadata?.name ?? '';
}

export function ageOf(object: KubeObject, now: number): string {
  return age(object.metadata?.creationTimestamp, now);
}

interface Named {
  name: string;
  image?: string;
}

/** Names and images of a template's containers, joined by commas. */
export function containerCells(containers: readonly Named[] | undefined): [string, string] {
  const all = containers ?? [];
  return [all.map((c) => c.name).join(','), all.map((c) => c.image ?? '').join(',')];
}
