/** Holds data against a JSON Schema, as far as lessons/*.schema.json use it, and says the first thing that is wrong. */
export interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  required?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: readonly Schema[];
  definitions?: Readonly<Record<string, Schema>>;
}

export interface Mistake {
  /** Keys and indices from the top. */
  path: readonly (string | number)[];
  mend: string;
}

export function firstMistake(
  value: unknown,
  schema: Schema,
  root = schema,
  path: Mistake['path'] = [],
): Mistake | undefined {
  if (schema.$ref) {
    const named = root.definitions?.[schema.$ref.replace('#/definitions/', '')];
    return named && firstMistake(value, named, root, path);
  }
  const mend = scalarMistake(value, schema, String(path.at(-1) ?? 'the file'));
  if (mend) return { path, mend };
  if (schema.anyOf && schema.anyOf.every((each) => firstMistake(value, each, root, path)))
    return schema.anyOf.map((each) => firstMistake(value, each, root, path)).findLast(Boolean);
  if (Array.isArray(value))
    return firstOf(value, (each, index) => schema.items && firstMistake(each, schema.items, root, [...path, index]));
  return typeof value === 'object' && value !== null ? objectMistake(value, schema, root, path) : undefined;
}

function objectMistake(value: object, schema: Schema, root: Schema, path: Mistake['path']): Mistake | undefined {
  const missing = schema.required?.find((key) => !Object.hasOwn(value, key));
  if (missing) return { path, mend: `${path.at(-1) ?? 'the lesson'} needs ${missing}` };
  return firstOf(Object.entries(value), ([key, inner]) => {
    const known = schema.properties?.[key];
    const rest = schema.additionalProperties;
    if (known) return firstMistake(inner, known, root, [...path, key]);
    if (rest === false)
      return {
        path: [...path, key],
        mend: `'${key}' is not known here; known: ${Object.keys(schema.properties ?? {}).join(', ')}`,
      };
    return typeof rest === 'object' ? firstMistake(inner, rest, root, [...path, key]) : undefined;
  });
}

function scalarMistake(value: unknown, schema: Schema, name: string): string | undefined {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => hasType(value, type)))
    return `${name} must be ${types.map(withArticle).join(' or ')}`;
  if (schema.enum && !schema.enum.includes(value)) return `${name} must be one of: ${schema.enum.join(', ')}`;
  if (schema.pattern && typeof value === 'string' && !new RegExp(schema.pattern).test(value))
    return `${name} '${value}' must look like ${schema.pattern}`;
  if (typeof value !== 'number') return undefined;
  if (schema.minimum !== undefined && value < schema.minimum) return `${name} must be at least ${schema.minimum}`;
  if (schema.maximum !== undefined && value > schema.maximum) return `${name} must be at most ${schema.maximum}`;
  return undefined;
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

const withArticle = (type: string): string => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`);

function firstOf<T, R>(items: readonly T[], find: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found) return found;
  }
  return undefined;
}
