/**
 * What Go leaves out when it writes a Pod's spec again (`omitempty` in k8s.io/api/core/v1/types.go): fields that are no
 * pointers and say nothing, as `hostNetwork: false`, `command: []` or `initialDelaySeconds: 0`.
 */
import { GO_FIELDS } from '../../../../../api/go-fields.ts';
import { definitions } from '../../../../../api/schema/definitions.ts';

interface Field {
  json: string;
  type: string;
  /** Written however empty it is. */
  kept: boolean;
}

type Fields = Record<string, unknown>;

/** Required fields are always written; these are too, though the schema does not require them. */
const ALWAYS = new Set(['ProjectedVolumeSource.sources']);
const SCALAR = /^(bool|int32|int64|string)$/;
const known = new Map<string, readonly Field[]>();

/** Changes `value` in place. Frozen parts were written before. */
export function omitEmpty(value: object, type: string): void {
  if (Object.isFrozen(value)) return;
  const fields = value as Fields;
  for (const { json, type: inner, kept } of fieldsOf(type)) {
    const one = fields[json];
    if (one === undefined) continue;
    if (!kept && isEmpty(one, inner)) delete fields[json];
    else if (typeof one === 'object' && one !== null) descend(one, inner);
  }
}

function descend(value: object, type: string): void {
  const bare = type.replace(/^\*/, '');
  if (!bare.startsWith('[]')) {
    if (GO_FIELDS[bare] !== undefined) omitEmpty(value, bare);
    return;
  }
  const element = bare.slice(2);
  if (GO_FIELDS[element] === undefined || Object.isFrozen(value)) return;
  for (const item of value as unknown[]) if (typeof item === 'object' && item !== null) omitEmpty(item, element);
}

function isEmpty(value: unknown, type: string): boolean {
  if (type.startsWith('*')) return false;
  if (type.startsWith('[]')) return Array.isArray(value) && value.length === 0;
  if (type.startsWith('map[') || type === 'ResourceList')
    return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (type.includes('.')) return false;
  // Named types without fields are strings.
  if (!SCALAR.test(type) && GO_FIELDS[type] !== undefined) return false;
  return value === '' || value === 0 || value === false;
}

function fieldsOf(type: string): readonly Field[] {
  const before = known.get(type);
  if (before) return before;
  const required = new Set(definitions[`io.k8s.api.core.v1.${type}`]?.required);
  const fields: Field[] = [];
  known.set(type, fields);
  for (const text of (GO_FIELDS[type] ?? '').split(' ')) {
    const [, name = '', inner = '', tag] = /^(\w+):([^=]+)(?:=(.*))?$/.exec(text) ?? [];
    const json = tag ?? name.charAt(0).toLowerCase() + name.slice(1);
    if (json === '')
      fields.push(...fieldsOf(inner).map((one) => ({ ...one, kept: one.kept || required.has(one.json) })));
    else fields.push({ json, type: inner, kept: required.has(json) || ALWAYS.has(`${type}.${json}`) });
  }
  return fields;
}
