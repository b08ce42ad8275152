/** The variables of an admission expression and their types (apiserver/pkg/admission/plugin/cel/compile.go). */
import { BOOL, DYN, STRING, type Type, listOf, mapOf, objectType } from '../cel/types.ts';

const kindRef = (name: string, last: string): Type =>
  objectType(`kubernetes.${name}`, { group: STRING, version: STRING, [last]: STRING });
const KIND = kindRef('GroupVersionKind', 'kind');
const RESOURCE = kindRef('GroupVersionResource', 'resource');

const REQUEST = objectType('kubernetes.AdmissionRequest', {
  kind: KIND,
  resource: RESOURCE,
  subResource: STRING,
  requestKind: KIND,
  requestResource: RESOURCE,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: objectType('kubernetes.UserInfo', {
    username: STRING,
    uid: STRING,
    groups: listOf(STRING),
    extra: mapOf(listOf(STRING)),
  }),
  dryRun: BOOL,
  options: DYN,
});

const NAMESPACE = objectType('kubernetes.Namespace', {
  metadata: objectType('kubernetes.NamespaceMetadata', {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING),
    annotations: mapOf(STRING),
    UID: STRING,
    creationTimestamp: DYN,
    deletionGracePeriodSeconds: DYN,
    deletionTimestamp: DYN,
    generation: DYN,
    resourceVersion: STRING,
    finalizers: listOf(STRING),
  }),
  spec: objectType('kubernetes.NamespaceSpec', { finalizers: listOf(STRING) }),
  status: objectType('kubernetes.NamespaceStatus', { phase: STRING }),
});

export interface Has {
  params: boolean;
  /** The variables of the policy that come before, by name. */
  variables?: Readonly<Record<string, Type>>;
  /** Of the object, where it is known. */
  object?: Type;
}

export function admissionScope({ params, variables, object = DYN }: Has): Record<string, Type> {
  return {
    object,
    oldObject: object,
    request: REQUEST,
    namespaceObject: NAMESPACE,
    authorizer: { kind: 'plain', name: 'kubernetes.authorization.Authorizer' },
    ...(params ? { params: DYN } : {}),
    ...(variables ? { variables: objectType('kubernetes.variables', variables) } : {}),
  };
}
