/**
 * Derives the kinds' schema from the typed models of @kubernetes/client-node (set-up runs it; the result is not kept in git).
 * Writes two files: types (small, the API server needs them at once) and descriptions (large, for explain and the editor).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DECLARED, KINDS, ROOTS } from './openapi-kinds.mjs';
import { ADDED, EXCLUDED, RETYPED } from './openapi-release.mjs';
import { enumOf } from './openapi-enums.mjs';
import { referenceText } from './openapi-refs.mjs';
import { WORDS } from './openapi-words.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const models = join(root, 'node_modules/@kubernetes/client-node/dist/gen/models');
const out = join(root, 'src/api/schema');

/** `Event` of `CoreV1Event`, `Pod` of `V1Pod`: the area stands before the version where several have the name. */
function bareName(model) {
  return model.replace(/^(?:[A-Z][a-z]+)?V\d(?:(?:alpha|beta)\d)?(?=[A-Z])/, '');
}

/** Model → definition: of the package that met it first. */
const names = new Map();

function definitionName(model, area) {
  if (!names.has(model)) {
    const bare = bareName(model);
    names.set(model, `${DECLARED[bare] ?? area}.${bare}`);
  }
  return names.get(model);
}

function readModel(model) {
  const file = join(models, `${model}.d.ts`);
  if (!existsSync(file)) throw new Error(`no model ${model}`);
  const types = readFileSync(file, 'utf8');
  const code = readFileSync(join(models, `${model}.js`), 'utf8');
  const list = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(code)?.[1] ?? '[]';
  const declared = {};
  const pattern = /(?:\/\*\*([\s\S]*?)\*\/\s*)?'([^']+)'(\?)?:/g;
  const body = types.slice(types.indexOf('export declare class'));
  for (const [, comment, name, optional] of body.matchAll(pattern))
    declared[name] = { comment: clean(comment), optional: optional === '?' };
  const head = types.slice(0, types.indexOf('export declare class'));
  const comments = [...head.matchAll(/\/\*\*([\s\S]*?)\*\//g)];
  return { fields: JSON.parse(list), declared, description: clean(comments.length > 1 ? comments.at(-1)[1] : '') };
}

function clean(comment) {
  return (comment ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, ''))
    .join('\n')
    .trim()
    .replaceAll('*_/', '*/')
    .replace(/\\(['"])/g, '$1');
}

/** Compact types: `string`, `int32`, `[]T`, `{}T` (a map), `#Definition`, with their format after a colon. */
function compact(type, format, area, queue) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return `[]${compact(list[1], format, area, queue)}`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) return `{}${compact(map[1], format, area, queue)}`;
  if (type === 'number') return format === 'double' ? 'double' : format || 'number';
  if (type === 'string' && format === 'byte') return 'byte';
  if (type === 'IntOrString' || format === 'int-or-string') return 'int-or-string';
  if (type === 'string' || type === 'boolean') return type;
  if (type === 'Date' || type === 'V1Time') return 'time';
  if (type === 'V1MicroTime') return 'micro-time';
  if (type === 'any' || type === 'object') return 'any';
  const name = definitionName(type, area);
  queue.push([type, name.slice(0, name.lastIndexOf('.'))]);
  return `#${name}`;
}

/** [model, package, group, version] of every kind. */
const kinds = Object.entries(KINDS).flatMap(([groupVersion, [area, models]]) => {
  const [version, group = ''] = groupVersion.split('/').reverse();
  return models.split(' ').map((name) => [/V\d/.test(name) ? name : `V1${name}`, area, group, version]);
});

const definitions = {};
const descriptions = {};
for (const kind of [...kinds, ...ROOTS]) derive([kind]);
for (const [model, area, group, version] of kinds) {
  const name = definitionName(model, area);
  definitions[name].gvk = [{ group, version, kind: name.split('.').at(-1) }];
}
for (const [name, { properties, required, description, texts }] of Object.entries(ADDED)) {
  definitions[name] ??= { properties: {} };
  Object.assign(definitions[name].properties, properties);
  if (required) definitions[name].required = required;
  descriptions[name] ??= { description, properties: {} };
  Object.assign(descriptions[name].properties, texts);
}

/** Everything that the models in `queue` are made of. */
function derive(queue) {
  while (queue.length > 0) {
    const [model, area] = queue.shift();
    const name = definitionName(model, area);
    if (!definitions[name]) define(name, model, area, queue);
  }
}

/** Types that have a definition of their own. */
function isReference(type) {
  return !/^(?:\[\]|\{\})|^(?:string|boolean|byte|double|number|int32|int64)$/.test(type);
}

function define(name, model, area, queue) {
  const { fields, declared, description } = readModel(model);
  const properties = {};
  const texts = {};
  const required = [];
  definitions[name] = { properties };
  descriptions[name] = { description, properties: texts };
  const excluded = EXCLUDED[name]?.split(' ') ?? [];
  for (const { name: key, baseName, type, format } of fields) {
    if (excluded.includes(baseName)) continue;
    properties[baseName] = RETYPED[`${name}.${baseName}`] ?? compact(type, format, area, queue);
    const about = declared[key];
    const own = WORDS[`${name.split('.').at(-1)}.${baseName}`];
    const words =
      own ??
      (isReference(properties[baseName]) ? (referenceText(root, name, baseName) ?? WORDS[baseName]) : about?.comment);
    const choice = enumOf(name, baseName);
    if (words) texts[baseName] = words + (choice?.text ?? '');
    if (choice) (descriptions[name].enums ??= {})[baseName] = choice.values;
    if (about && !about.optional) required.push(baseName);
  }
  if (required.length > 0) definitions[name].required = required.toSorted();
}

const sorted = (object) => Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(out, 'openapi.generated.json'), `${JSON.stringify(sorted(definitions))}\n`);
writeFileSync(join(out, 'descriptions.generated.json'), `${JSON.stringify(sorted(descriptions))}\n`);
