/**
 * How lists and maps merge, by Go type (the patchStrategy and patchMergeKey tags of k8s.io/api): `field: 'strategies key Type'`,
 * a dash where there is none. Only types that lead to a tagged field stand here; everything else merges as maps and replaces lists.
 */
const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ObjectMeta: { finalizers: 'merge - -', ownerReferences: 'merge uid -' },
  Deployment: { metadata: '- - ObjectMeta', spec: '- - DeploymentSpec', status: '- - DeploymentStatus' },
  DeploymentSpec: { strategy: 'retainKeys - -', template: '- - PodTemplateSpec' },
  ReplicaSet: { metadata: '- - ObjectMeta', spec: '- - ReplicaSetSpec', status: '- - ReplicaSetStatus' },
  ReplicaSetSpec: { template: '- - PodTemplateSpec' },
  PodTemplateSpec: { metadata: '- - ObjectMeta', spec: '- - PodSpec' },
  Pod: { metadata: '- - ObjectMeta', spec: '- - PodSpec', status: '- - PodStatus' },
  PodSpec: {
    containers: 'merge name Container',
    initContainers: 'merge name Container',
    ephemeralContainers: 'merge name EphemeralContainer',
    hostAliases: 'merge ip -',
    imagePullSecrets: 'merge name -',
    resourceClaims: 'merge,retainKeys name -',
    schedulingGates: 'merge name -',
    topologySpreadConstraints: 'merge topologyKey -',
    volumes: 'merge,retainKeys name -',
  },
  Container: {
    env: 'merge name -',
    ports: 'merge containerPort -',
    volumeDevices: 'merge devicePath -',
    volumeMounts: 'merge mountPath -',
  },
  EphemeralContainer: {
    env: 'merge name -',
    ports: 'merge containerPort -',
    volumeDevices: 'merge devicePath -',
    volumeMounts: 'merge mountPath -',
  },
  PodStatus: {
    conditions: 'merge type -',
    hostIPs: 'merge ip -',
    podIPs: 'merge ip -',
    resourceClaimStatuses: 'merge,retainKeys name -',
  },
  Namespace: { metadata: '- - ObjectMeta', status: '- - NamespaceStatus' },
  Node: { metadata: '- - ObjectMeta', spec: '- - NodeSpec', status: '- - NodeStatus' },
  NodeSpec: { podCIDRs: 'merge - -' },
  NodeStatus: { addresses: 'merge type -', conditions: 'merge type -' },
  Service: { metadata: '- - ObjectMeta', spec: '- - ServiceSpec', status: '- - ServiceStatus' },
  ServiceSpec: { ports: 'merge port -' },
  DeploymentStatus: { conditions: 'merge type -' },
  ReplicaSetStatus: { conditions: 'merge type -' },
  NamespaceStatus: { conditions: 'merge type -' },
  ServiceStatus: { conditions: 'merge type -' },
  ServiceAccount: { metadata: '- - ObjectMeta', secrets: 'merge name -' },
};

/** Kinds that merge strategically although nothing but their metadata is tagged. */
const PLAIN = new Set([
  'ConfigMap',
  'Secret',
  'Endpoints',
  'EndpointSlice',
  'Event',
  'Lease',
  'Ingress',
  'IngressClass',
  'Scale',
]);

export interface PatchMeta {
  strategies: readonly string[];
  mergeKey: string;
  schema: PatchSchema;
}

export type PatchSchema = (field: string) => PatchMeta;

const schemas = new Map<string, PatchSchema>();

export function patchSchemaOf(type: string): PatchSchema {
  const known = schemas.get(type);
  if (known) return known;
  const fields = TYPES[type] ?? (PLAIN.has(type) ? { metadata: '- - ObjectMeta' } : {});
  const schema: PatchSchema = (field) => {
    const [strategies = '-', key = '-', inner = '-'] = (Object.hasOwn(fields, field) ? fields[field]! : '- - -').split(
      ' ',
    );
    return {
      strategies: strategies === '-' ? [] : strategies.split(','),
      mergeKey: key === '-' ? '' : key,
      schema: patchSchemaOf(inner),
    };
  };
  schemas.set(type, schema);
  return schema;
}

/** Whether objects of the kind have merge keys; others (custom resources) are patched by JSON merge patch. */
export function hasPatchSchema(kind: string): boolean {
  return TYPES[kind] !== undefined || PLAIN.has(kind);
}
