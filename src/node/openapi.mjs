/**
 * Derives the kinds' schema from the typed models of @kubernetes/client-node (set-up runs it; the result is not kept in git).
 * Writes two files: types (small, the API server needs them at once) and descriptions (large, for explain and the editor).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORDS } from './openapi-words.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
createRequire(import.meta.url);
const models = join(root, 'node_modules/@kubernetes/client-node/dist/gen/models');
const out = join(root, 'src/api/schema');

/** Model name → [definition, group, version, kind] of every served kind. */
const KINDS = [
  ['V1Namespace', 'core.v1', '', 'v1'],
  ['V1Node', 'core.v1', '', 'v1'],
  ['V1Pod', 'core.v1', '', 'v1'],
  ['V1Service', 'core.v1', '', 'v1'],
  ['V1Endpoints', 'core.v1', '', 'v1'],
  ['V1ConfigMap', 'core.v1', '', 'v1'],
  ['V1Secret', 'core.v1', '', 'v1'],
  ['V1ServiceAccount', 'core.v1', '', 'v1'],
  ['CoreV1Event', 'core.v1', '', 'v1'],
  ['V1Binding', 'core.v1', '', 'v1'],
  ['V1EndpointSlice', 'discovery.v1', 'discovery.k8s.io', 'v1'],
  ['V1Lease', 'coordination.v1', 'coordination.k8s.io', 'v1'],
  ['V1ReplicaSet', 'apps.v1', 'apps', 'v1'],
  ['V1Deployment', 'apps.v1', 'apps', 'v1'],
  ['V1Ingress', 'networking.v1', 'networking.k8s.io', 'v1'],
  ['V1IngressClass', 'networking.v1', 'networking.k8s.io', 'v1'],
  ['V1Scale', 'autoscaling.v1', 'autoscaling', 'v1'],
  ['V1Eviction', 'policy.v1', 'policy', 'v1'],
];

const META = new Set([
  'ObjectMeta',
  'ListMeta',
  'OwnerReference',
  'ManagedFieldsEntry',
  'LabelSelector',
  'LabelSelectorRequirement',
  'Condition',
  'DeleteOptions',
  'Preconditions',
  'Status',
  'StatusDetails',
  'StatusCause',
]);
const RENAMED = {
  CoreV1Event: 'Event',
  CoreV1EndpointPort: 'EndpointPort',
  DiscoveryV1EndpointPort: 'EndpointPort',
  CoreV1ResourceClaim: 'ResourceClaim',
};

/** Where the types that a kind's models use are declared, when not beside the kind. */
function definitionName(model, area) {
  const bare = RENAMED[model] ?? model.replace(/^(Core|Discovery|Events)?V1/, '');
  if (META.has(bare)) return `io.k8s.apimachinery.pkg.apis.meta.v1.${bare}`;
  return `io.k8s.api.${area}.${bare}`;
}

/** Models of core that kinds of other groups use. */
function areaOf(model, area) {
  if (area === 'core.v1') return area;
  const core = ['V1PodTemplateSpec', 'V1TypedLocalObjectReference', 'V1ObjectReference', 'V1NodeSelector'];
  return core.includes(model) ? 'core.v1' : area;
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
  const inner = areaOf(type, area);
  queue.push([type, inner]);
  return `#${definitionName(type, inner)}`;
}

const QUANTITIES = {
  'io.k8s.api.core.v1.ResourceRequirements': ['limits', 'requests'],
  'io.k8s.api.core.v1.VolumeResourceRequirements': ['limits', 'requests'],
  'io.k8s.api.core.v1.NodeStatus': ['capacity', 'allocatable'],
  'io.k8s.api.core.v1.PodSpec': ['overhead'],
  'io.k8s.api.core.v1.EmptyDirVolumeSource': ['sizeLimit'],
  'io.k8s.api.core.v1.ResourceFieldSelector': ['divisor'],
  'io.k8s.api.core.v1.ContainerStatus': ['allocatedResources'],
  'io.k8s.api.core.v1.PodStatus': ['allocatedResources'],
};

const definitions = {};
const descriptions = {};
const queue = KINDS.map(([model, area]) => [model, area]);
while (queue.length > 0) {
  const [model, area] = queue.shift();
  const name = definitionName(model, area);
  if (definitions[name]) continue;
  const { fields, declared, description } = readModel(model);
  const properties = {};
  const texts = {};
  const required = [];
  definitions[name] = { properties };
  for (const { name: key, baseName, type, format } of fields) {
    let compacted = compact(type, format, area, queue);
    if (QUANTITIES[name]?.includes(baseName)) compacted = compacted.replace(/string$/, 'quantity');
    properties[baseName] = compacted;
    const about = declared[key];
    const words = WORDS[`${name.split('.').at(-1)}.${baseName}`] ?? WORDS[baseName] ?? about?.comment;
    if (words) texts[baseName] = words;
    if (about && !about.optional) required.push(baseName);
  }
  if (required.length > 0) definitions[name].required = required.toSorted();
  descriptions[name] = { description, properties: texts };
}
for (const [model, area, group, version] of KINDS) {
  const name = definitionName(model, area);
  definitions[name].gvk = [{ group, version, kind: name.split('.').at(-1) }];
}

const sorted = (object) => Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(out, 'openapi.generated.json'), `${JSON.stringify(sorted(definitions))}\n`);
writeFileSync(join(out, 'descriptions.generated.json'), `${JSON.stringify(sorted(descriptions))}\n`);
