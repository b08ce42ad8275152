/**
 * A kind's Go struct before anything is set, as field ownership compares a new object with it: structs that are no pointers are
 * there, if empty, so nobody owns them; everything else of a new object belongs to whoever made it.
 */
import { shortDefinition } from '../../../api/patch/merge-rules.ts';
import { definitionFor, definitionOf, definitions } from '../../../api/schema/definitions.ts';
import type { Strategy } from '../registry/strategy.ts';

/** Fields that are structs by value, beside metadata, spec and status of every object. */
const STRUCTS: Readonly<Record<string, string>> = {
  'core.v1.PodTemplate': 'template',
  'core.v1.PodTemplateSpec': 'metadata spec',
  'core.v1.PersistentVolumeClaimSpec': 'resources',
  'core.v1.ServiceStatus': 'loadBalancer',
  'core.v1.NodeStatus': 'daemonEndpoints nodeInfo',
  'core.v1.NodeDaemonEndpoints': 'kubeletEndpoint',
  'core.v1.Event': 'involvedObject source',
  'core.v1.Binding': 'target',
  'apps.v1.DeploymentSpec': 'strategy template',
  'apps.v1.ReplicaSetSpec': 'template',
  'apps.v1.StatefulSetSpec': 'template updateStrategy',
  'apps.v1.DaemonSetSpec': 'template updateStrategy',
  'apps.v1.ControllerRevision': 'data',
  'batch.v1.JobSpec': 'template',
  'batch.v1.JobTemplateSpec': 'metadata spec',
  'batch.v1.CronJobSpec': 'jobTemplate',
  'autoscaling.v1.HorizontalPodAutoscalerSpec': 'scaleTargetRef',
  'autoscaling.v2.HorizontalPodAutoscalerSpec': 'scaleTargetRef',
  'networking.v1.IngressStatus': 'loadBalancer',
  'networking.v1.NetworkPolicySpec': 'podSelector',
  'rbac.v1.RoleBinding': 'roleRef',
  'rbac.v1.ClusterRoleBinding': 'roleRef',
  'flowcontrol.v1.FlowSchemaSpec': 'priorityLevelConfiguration',
  'storage.v1.VolumeAttachmentSpec': 'source',
  'resource.v1.ResourceClaimSpec': 'devices',
  'resource.v1.ResourceClaimTemplateSpec': 'metadata spec',
  'resource.v1.ResourceSliceSpec': 'pool',
  'apiextensions.v1.CustomResourceDefinitionSpec': 'names',
  'apiextensions.v1.CustomResourceDefinitionStatus': 'acceptedNames',
};

/** Lists that are null rather than absent, for they have no omitempty. */
const NULLS: Readonly<Record<string, string>> = {
  'core.v1.PodSpec': 'containers',
  'storage.v1.CSINodeSpec': 'drivers',
};

type Json = Record<string, unknown>;
const made = new WeakMap<Strategy, Json>();

/** Without apiVersion and kind; frozen. Nothing but those for a kind that is no Go struct. */
export function emptyObject(strategy: Strategy): Json {
  let object = made.get(strategy);
  if (!object) {
    const definition = strategy.schema ? undefined : definitionFor(strategy.info);
    object = definition ? emptyStruct(definition, true) : {};
    made.set(strategy, object);
  }
  return Object.freeze(object);
}

function emptyStruct(definition: string, root: boolean): Json {
  const short = shortDefinition(definition);
  const fields = (STRUCTS[short] ?? '').split(' ').concat(root ? ['metadata', 'spec', 'status'] : []);
  const object: Json = {};
  for (const field of fields) {
    const inner = definitionOf(definitions[definition]?.properties[field] ?? '');
    if (inner) object[field] = emptyStruct(inner, false);
  }
  for (const field of (NULLS[short] ?? '').split(' ')) if (field !== '') object[field] = null;
  return Object.freeze(object);
}
