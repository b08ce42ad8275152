/** What v1.35 answers to manifests with one thing wrong: each row was asked of a real API server (`--dry-run=server`). */
import { beforeEach, expect, it } from 'vitest';
import { seededRandom } from '../../../time/random.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import { type ApiServer, createApiServer } from '../api-server.ts';
import { ADMIN } from '../identity.ts';
import { strategies } from './index.ts';

/** Well as they are. */
const BASES = {
  'Pod.small': {
    url: '/api/v1/namespaces/default/pods',
    body: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"small"},"spec":{"containers":[{"name":"c","image":"nginx"}]}}',
  },
  'Deployment.full': {
    url: '/apis/apps/v1/namespaces/default/deployments',
    body: '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"full","labels":{"a":"b"}},"spec":{"replicas":2,"minReadySeconds":1,"paused":false,"progressDeadlineSeconds":100,"revisionHistoryLimit":3,"selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]},"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":"25%"}},"template":{"metadata":{"labels":{"a":"b"},"annotations":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"nginx","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":1}}}],"volumes":[{"name":"v","emptyDir":{}}]}}}}',
  },
  'StatefulSet.full': {
    url: '/apis/apps/v1/namespaces/default/statefulsets',
    body: '{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"full"},"spec":{"replicas":2,"minReadySeconds":1,"revisionHistoryLimit":2,"serviceName":"svc","podManagementPolicy":"Parallel","ordinals":{"start":1},"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete","whenScaled":"Retain"},"selector":{"matchLabels":{"a":"b"}},"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":1,"maxUnavailable":1}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"nginx","volumeMounts":[{"name":"data","mountPath":"/d"}]}]}},"volumeClaimTemplates":[{"metadata":{"name":"data","labels":{"x":"y"}},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"s","resources":{"requests":{"storage":"1Gi"}}}}]}}',
  },
  'DaemonSet.full': {
    url: '/apis/apps/v1/namespaces/default/daemonsets',
    body: '{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"full"},"spec":{"minReadySeconds":1,"revisionHistoryLimit":2,"selector":{"matchLabels":{"a":"b"}},"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":"10%"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}}}',
  },
  'CronJob.full': {
    url: '/apis/batch/v1/namespaces/default/cronjobs',
    body: '{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"full"},"spec":{"schedule":"*/5 * * * *","timeZone":"Asia/Seoul","concurrencyPolicy":"Forbid","suspend":true,"startingDeadlineSeconds":10,"successfulJobsHistoryLimit":1,"failedJobsHistoryLimit":2,"jobTemplate":{"metadata":{"labels":{"a":"b"}},"spec":{"backoffLimit":2,"template":{"spec":{"restartPolicy":"OnFailure","containers":[{"name":"c","image":"nginx"}]}}}}}}',
  },
  'Job.full': {
    url: '/apis/batch/v1/namespaces/default/jobs',
    body: '{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"full"},"spec":{"parallelism":2,"completions":4,"completionMode":"Indexed","activeDeadlineSeconds":100,"backoffLimitPerIndex":1,"maxFailedIndexes":2,"ttlSecondsAfterFinished":10,"suspend":false,"podReplacementPolicy":"Failed","managedBy":"kubernetes.io/job-controller","podFailurePolicy":{"rules":[{"action":"FailJob","onExitCodes":{"containerName":"c","operator":"In","values":[1,2]}},{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget","status":"True"}]},{"action":"FailIndex","onExitCodes":{"operator":"NotIn","values":[5]}}]},"successPolicy":{"rules":[{"succeededIndexes":"0-2","succeededCount":1}]},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"nginx"}]}}}}',
  },
  'Service.full': {
    url: '/api/v1/namespaces/default/services',
    body: '{"apiVersion":"v1","kind":"Service","metadata":{"name":"full"},"spec":{"type":"LoadBalancer","selector":{"a":"b"},"ports":[{"name":"http","port":80,"targetPort":"http","protocol":"TCP","appProtocol":"kubernetes.io/h2c","nodePort":30080},{"name":"dns","port":53,"targetPort":53,"protocol":"UDP"}],"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":100}},"externalTrafficPolicy":"Local","internalTrafficPolicy":"Cluster","healthCheckNodePort":31111,"loadBalancerIP":"1.2.3.4","loadBalancerSourceRanges":["10.0.0.0/8"],"loadBalancerClass":"example.com/lb","allocateLoadBalancerNodePorts":true,"externalIPs":["1.2.3.5"],"ipFamilyPolicy":"SingleStack","ipFamilies":["IPv4"],"publishNotReadyAddresses":true,"trafficDistribution":"PreferClose"}}',
  },
  'Service.cip': {
    url: '/api/v1/namespaces/default/services',
    body: '{"apiVersion":"v1","kind":"Service","metadata":{"name":"cip"},"spec":{"type":"ClusterIP","clusterIP":"10.96.3.4","clusterIPs":["10.96.3.4"],"selector":{"a":"b"},"ports":[{"port":80}]}}',
  },
  'PersistentVolumeClaim.full': {
    url: '/api/v1/namespaces/default/persistentvolumeclaims',
    body: '{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"full"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"},"limits":{"storage":"2Gi"}},"storageClassName":"s","volumeMode":"Filesystem","volumeName":"v","selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]},"dataSource":{"kind":"PersistentVolumeClaim","name":"x"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"x"},"volumeAttributesClassName":"c"}}',
  },
  'PersistentVolume.csi': {
    url: '/api/v1/persistentvolumes',
    body: '{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"csi"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOncePod"],"csi":{"driver":"d.e","volumeHandle":"h","fsType":"ext4","readOnly":true,"volumeAttributes":{"a":"b"},"controllerPublishSecretRef":{"name":"a","namespace":"b"},"nodeStageSecretRef":{"name":"a","namespace":"b"},"nodePublishSecretRef":{"name":"a","namespace":"b"},"controllerExpandSecretRef":{"name":"a","namespace":"b"},"nodeExpandSecretRef":{"name":"a","namespace":"b"}}}}',
  },
  'PersistentVolume.local': {
    url: '/api/v1/persistentvolumes',
    body: '{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"local"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"local":{"path":"/mnt","fsType":"ext4"},"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}]}}}}',
  },
  'Ingress.full': {
    url: '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
    body: '{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"full","annotations":{"nginx.ingress.kubernetes.io/rewrite-target":"/"}},"spec":{"ingressClassName":"nginx","defaultBackend":{"service":{"name":"d","port":{"number":80}}},"tls":[{"hosts":["a.example.com"],"secretName":"s"}],"rules":[{"host":"a.example.com","http":{"paths":[{"path":"/a","pathType":"Prefix","backend":{"service":{"name":"s","port":{"name":"http"}}}},{"path":"/b","pathType":"Exact","backend":{"resource":{"apiGroup":"k8s.example.com","kind":"StorageBucket","name":"x"}}}]}}]}}',
  },
  'IngressClass.full': {
    url: '/apis/networking.k8s.io/v1/ingressclasses',
    body: '{"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"full","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}},"spec":{"controller":"example.com/ing","parameters":{"apiGroup":"k8s.example.com","kind":"P","name":"x","scope":"Namespace","namespace":"n"}}}',
  },
  'NetworkPolicy.full': {
    url: '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
    body: '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"full"},"spec":{"podSelector":{"matchLabels":{"a":"b"}},"policyTypes":["Ingress","Egress"],"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}},{"namespaceSelector":{"matchLabels":{"a":"b"}},"podSelector":{"matchLabels":{"a":"b"}}}],"ports":[{"protocol":"TCP","port":80,"endPort":90}]}],"egress":[{"to":[{"podSelector":{}}],"ports":[{"protocol":"UDP","port":"dns"}]}]}}',
  },
  'PodDisruptionBudget.mu': {
    url: '/apis/policy/v1/namespaces/default/poddisruptionbudgets',
    body: '{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"mu"},"spec":{"maxUnavailable":1,"selector":{"matchLabels":{"a":"b"}}}}',
  },
  'RoleBinding.full': {
    url: '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings',
    body: '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"full"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"User","name":"u","apiGroup":"rbac.authorization.k8s.io"},{"kind":"ServiceAccount","name":"s","namespace":"default"},{"kind":"Group","name":"g","apiGroup":"rbac.authorization.k8s.io"}]}',
  },
  'ClusterRole.full': {
    url: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    body: '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"full"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["*"]},{"nonResourceURLs":["/healthz"],"verbs":["get"]}],"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"}}]}}',
  },
  'StorageClass.full': {
    url: '/apis/storage.k8s.io/v1/storageclasses',
    body: '{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"full","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"kubernetes.io/aws-ebs","parameters":{"type":"gp2"},"reclaimPolicy":"Retain","allowVolumeExpansion":true,"mountOptions":["debug"],"volumeBindingMode":"WaitForFirstConsumer","allowedTopologies":[{"matchLabelExpressions":[{"key":"zone","values":["a","b"]}]}]}',
  },
  'EndpointSlice.full': {
    url: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
    body: '{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"full","labels":{"kubernetes.io/service-name":"s"}},"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"],"conditions":{"ready":true,"serving":true,"terminating":false},"hostname":"h","nodeName":"n","zone":"z","targetRef":{"kind":"Pod","name":"p"},"hints":{"forZones":[{"name":"z"}]},"deprecatedTopology":{"a":"b"}}],"ports":[{"name":"http","port":80,"protocol":"TCP","appProtocol":"http"}]}',
  },
  'ResourceQuota.full': {
    url: '/api/v1/namespaces/default/resourcequotas',
    body: '{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"full"},"spec":{"hard":{"pods":"10","requests.cpu":"1","limits.memory":"1Gi"},"scopes":["NotTerminating"],"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["high"]}]}}}',
  },
  'RuntimeClass.full': {
    url: '/apis/node.k8s.io/v1/runtimeclasses',
    body: '{"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"full"},"handler":"runc","overhead":{"podFixed":{"cpu":"100m"}},"scheduling":{"nodeSelector":{"a":"b"},"tolerations":[{"key":"k","operator":"Exists","effect":"NoSchedule"}]}}',
  },
  'Namespace.full': {
    url: '/api/v1/namespaces',
    body: '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"full","labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"v1.30"}},"spec":{"finalizers":["kubernetes"]}}',
  },
  'IPAddress.10.96.5.5': {
    url: '/apis/networking.k8s.io/v1/ipaddresses',
    body: '{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"10.96.5.5"},"spec":{"parentRef":{"group":"","resource":"services","namespace":"default","name":"x"}}}',
  },
  'APIService.v1.foo.example.com': {
    url: '/apis/apiregistration.k8s.io/v1/apiservices',
    body: '{"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","metadata":{"name":"v1.foo.example.com"},"spec":{"group":"foo.example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":10,"service":{"name":"s","namespace":"n","port":443},"insecureSkipTLSVerify":true}}',
  },
  'HorizontalPodAutoscaler.full': {
    url: '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
    body: '{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"full"},"spec":{"minReplicas":1,"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"behavior":{"scaleUp":{"stabilizationWindowSeconds":10,"selectPolicy":"Max","policies":[{"type":"Pods","value":2,"periodSeconds":60}]},"scaleDown":{"selectPolicy":"Disabled","policies":[{"type":"Percent","value":10,"periodSeconds":60}],"stabilizationWindowSeconds":300}},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},{"type":"Pods","pods":{"metric":{"name":"m","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"10"}}},{"type":"Object","object":{"describedObject":{"apiVersion":"v1","kind":"Service","name":"s"},"metric":{"name":"m"},"target":{"type":"Value","value":"10"}}},{"type":"External","external":{"metric":{"name":"q"},"target":{"type":"AverageValue","averageValue":"1k"}}},{"type":"ContainerResource","containerResource":{"name":"memory","container":"c","target":{"type":"AverageValue","averageValue":"1Gi"}}}]}}',
  },
  'ConfigMap.full': {
    url: '/api/v1/namespaces/default/configmaps',
    body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"full","labels":{"a":"b"},"annotations":{"a":"b"},"finalizers":["a.b/c"],"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u","controller":true,"blockOwnerDeletion":true}]},"data":{"a":"b","a.txt":"c"},"binaryData":{"b":"aGVsbG8="},"immutable":true}',
  },
} as const;

/** The manifest, the field, what it is given (undefined: it is taken away), and the answer. */
const ROWS: [base: keyof typeof BASES, path: string, value: unknown, message: string][] = [
  ['Pod.small', 'spec', {}, 'Pod "small" is invalid: spec.containers: Required value'],
  [
    'Pod.small',
    'spec.activeDeadlineSeconds',
    -1,
    'Pod "small" is invalid: spec.activeDeadlineSeconds: Invalid value: -1: must be between 1 and 2147483647, inclusive',
  ],
  [
    'Deployment.full',
    'spec',
    null,
    'Deployment.apps "full" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  ],
  [
    'Deployment.full',
    'spec.minReadySeconds',
    -1,
    'Deployment.apps "full" is invalid: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'StatefulSet.full',
    'spec',
    null,
    'StatefulSet.apps "full" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  ],
  [
    'StatefulSet.full',
    'spec.minReadySeconds',
    -1,
    'StatefulSet.apps "full" is invalid: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'StatefulSet.full',
    'spec.minReadySeconds',
    2147483648,
    'StatefulSet in version "v1" cannot be handled as a StatefulSet: json: cannot unmarshal number 2147483648 into Go struct field StatefulSetSpec.spec.minReadySeconds of type int32',
  ],
  [
    'DaemonSet.full',
    'spec',
    null,
    'DaemonSet.apps "full" is invalid: [spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  ],
  [
    'DaemonSet.full',
    'spec.minReadySeconds',
    -1,
    'DaemonSet.apps "full" is invalid: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'CronJob.full',
    'spec.concurrencyPolicy',
    'Bad_Value!',
    'CronJob.batch "full" is invalid: spec.concurrencyPolicy: Unsupported value: "Bad_Value!": supported values: "Allow", "Forbid", "Replace"',
  ],
  [
    'CronJob.full',
    'spec.failedJobsHistoryLimit',
    -1,
    'CronJob.batch "full" is invalid: spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'Job.full',
    'spec',
    null,
    'Job.batch "full" is invalid: [spec.template.spec.containers: Required value, spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"]',
  ],
  [
    'Job.full',
    'spec.activeDeadlineSeconds',
    -1,
    'Job.batch "full" is invalid: spec.activeDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  ['Service.full', 'spec', null, 'Service "full" is invalid: spec.ports: Required value'],
  [
    'Service.full',
    'spec.clusterIP',
    'x',
    'Service "full" is invalid: spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ],
  ['Service.cip', 'spec', null, 'Service "cip" is invalid: spec.ports: Required value'],
  [
    'Service.cip',
    'spec.allocateLoadBalancerNodePorts',
    true,
    'Service "cip" is invalid: spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is \'LoadBalancer\'',
  ],
  [
    'PersistentVolumeClaim.full',
    'spec',
    null,
    'PersistentVolumeClaim "full" is invalid: [spec.accessModes: Required value: at least 1 access mode is required, spec.resources[storage]: Required value]',
  ],
  [
    'PersistentVolumeClaim.full',
    'spec.accessModes',
    null,
    'PersistentVolumeClaim "full" is invalid: spec.accessModes: Required value: at least 1 access mode is required',
  ],
  [
    'PersistentVolume.csi',
    'spec.accessModes',
    null,
    'PersistentVolume "csi" is invalid: spec.accessModes: Required value',
  ],
  [
    'PersistentVolume.csi',
    'spec.accessModes.0',
    '',
    'PersistentVolume "csi" is invalid: spec.accessModes: Unsupported value: "": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
  ],
  [
    'PersistentVolume.local',
    'spec.accessModes',
    null,
    'PersistentVolume "local" is invalid: spec.accessModes: Required value',
  ],
  [
    'PersistentVolume.local',
    'spec.accessModes.0',
    '',
    'PersistentVolume "local" is invalid: spec.accessModes: Unsupported value: "": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
  ],
  [
    'Ingress.full',
    'spec',
    null,
    'Ingress.networking.k8s.io "full" is invalid: spec: Invalid value: null: either `defaultBackend` or `rules` must be specified',
  ],
  [
    'Ingress.full',
    'spec.defaultBackend',
    {},
    'Ingress.networking.k8s.io "full" is invalid: spec.defaultBackend: Invalid value: "": resource or service backend is required',
  ],
  [
    'IngressClass.full',
    'spec',
    null,
    'IngressClass.networking.k8s.io "full" is invalid: spec.controller: Required value',
  ],
  [
    'IngressClass.full',
    'spec.controller',
    'Bad_Value!',
    'IngressClass.networking.k8s.io "full" is invalid: spec.controller: Invalid value: "Bad_Value!": must be a domain-prefixed path (such as "acme.io/foo")',
  ],
  [
    'NetworkPolicy.full',
    'spec.egress.0.ports.0.endPort',
    1,
    'NetworkPolicy.networking.k8s.io "full" is invalid: spec.egress[0].ports[0].endPort: Invalid value: 1: may not be specified when `port` is non-numeric',
  ],
  [
    'NetworkPolicy.full',
    'spec.egress.0.ports.0.endPort',
    -1,
    'NetworkPolicy.networking.k8s.io "full" is invalid: spec.egress[0].ports[0].endPort: Invalid value: -1: may not be specified when `port` is non-numeric',
  ],
  [
    'PodDisruptionBudget.mu',
    'spec.maxUnavailable',
    -1,
    'PodDisruptionBudget.policy "mu" is invalid: spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'PodDisruptionBudget.mu',
    'spec.maxUnavailable',
    2147483648,
    'PodDisruptionBudget in version "v1" cannot be handled as a PodDisruptionBudget: json: cannot unmarshal number 2147483648 into Go struct field PodDisruptionBudgetSpec.spec.maxUnavailable of type int32',
  ],
  [
    'RoleBinding.full',
    'roleRef',
    null,
    'RoleBinding.rbac.authorization.k8s.io "full" is invalid: [roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole", roleRef.name: Required value]',
  ],
  [
    'RoleBinding.full',
    'roleRef.apiGroup',
    'Bad_Value!',
    'RoleBinding.rbac.authorization.k8s.io "full" is invalid: roleRef.apiGroup: Unsupported value: "Bad_Value!": supported values: "rbac.authorization.k8s.io"',
  ],
  [
    'ClusterRole.full',
    'aggregationRule',
    {},
    'ClusterRole.rbac.authorization.k8s.io "full" is invalid: aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
  ],
  [
    'ClusterRole.full',
    'rules.0.apiGroups',
    null,
    'ClusterRole.rbac.authorization.k8s.io "full" is invalid: rules[0].apiGroups: Required value: resource rules must supply at least one api group',
  ],
  [
    'StorageClass.full',
    'allowedTopologies.0.matchLabelExpressions.0.key',
    '/abs',
    'StorageClass.storage.k8s.io "full" is invalid: allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "/abs": prefix part must be non-empty',
  ],
  [
    'StorageClass.full',
    'allowedTopologies.0.matchLabelExpressions.0.values',
    null,
    'StorageClass.storage.k8s.io "full" is invalid: allowedTopologies[0].matchLabelExpressions[0].values: Required value',
  ],
  [
    'EndpointSlice.full',
    'addressType',
    null,
    'EndpointSlice.discovery.k8s.io "full" is invalid: addressType: Required value',
  ],
  [
    'EndpointSlice.full',
    'addressType',
    'Bad_Value!',
    'EndpointSlice.discovery.k8s.io "full" is invalid: addressType: Unsupported value: "Bad_Value!": supported values: "FQDN", "IPv4", "IPv6"',
  ],
  [
    'ResourceQuota.full',
    'spec.hard.pods',
    '-1',
    'ResourceQuota "full" is invalid: spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0',
  ],
  [
    'ResourceQuota.full',
    'spec.hard.pods',
    'abc',
    'ResourceQuota in version "v1" cannot be handled as a ResourceQuota: quantities must match the regular expression \'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$\'',
  ],
  [
    'RuntimeClass.full',
    'handler',
    '1.2.3.4',
    'RuntimeClass.node.k8s.io "full" is invalid: handler: Invalid value: "1.2.3.4": must not contain dots',
  ],
  [
    'RuntimeClass.full',
    'overhead.podFixed.cpu',
    '-1',
    'RuntimeClass.node.k8s.io "full" is invalid: overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
  ],
  [
    'Namespace.full',
    'spec.finalizers.0',
    'a..b',
    'Namespace "full" is invalid: spec.finalizers: Invalid value: "a..b": name is neither a standard finalizer name nor is it fully qualified',
  ],
  [
    'Namespace.full',
    'spec.finalizers.0',
    '/abs',
    'Namespace "full" is invalid: spec.finalizers: Invalid value: "/abs": prefix part must be non-empty',
  ],
  [
    'IPAddress.10.96.5.5',
    'spec',
    null,
    'IPAddress.networking.k8s.io "10.96.5.5" is invalid: spec.parentRef: Required value',
  ],
  [
    'IPAddress.10.96.5.5',
    'spec.parentRef',
    {},
    'IPAddress.networking.k8s.io "10.96.5.5" is invalid: [spec.parentRef.resource: Required value, spec.parentRef.name: Required value]',
  ],
  [
    'APIService.v1.foo.example.com',
    'spec.caBundle',
    'aGk=',
    'APIService.apiregistration.k8s.io "v1.foo.example.com" is invalid: spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present',
  ],
  [
    'APIService.v1.foo.example.com',
    'spec.caBundle',
    'Bad_Value!',
    'APIService in version "v1" cannot be handled as a APIService: illegal base64 data at input byte 3',
  ],
  [
    'HorizontalPodAutoscaler.full',
    'spec.behavior.scaleDown.policies',
    [],
    'HorizontalPodAutoscaler.autoscaling "full" is invalid: spec.behavior.scaleDown.policies: Required value: must specify at least one Policy',
  ],
  [
    'HorizontalPodAutoscaler.full',
    'spec.behavior.scaleDown.policies.0.periodSeconds',
    null,
    'HorizontalPodAutoscaler.autoscaling "full" is invalid: spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 0: must be greater than zero',
  ],
  [
    'ConfigMap.full',
    'binaryData.b',
    'Bad_Value!',
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: illegal base64 data at input byte 3',
  ],
  [
    'StatefulSet.full',
    'metadata.name',
    'web.example',
    'StatefulSet.apps "web.example" is invalid: metadata.name: Invalid value: "web.example": must not contain dots',
  ],
];

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
let server: ApiServer;

beforeEach(() => {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), turn);
  server = createApiServer({ strategies, clock, random: seededRandom('outcomes') });
  const core = { group: '', version: 'v1' };
  server.verbs.create(ADMIN, { ...core, resource: 'namespaces' }, undefined, { metadata: { name: 'default' } });
  server.verbs.create(ADMIN, { ...core, resource: 'serviceaccounts' }, 'default', { metadata: { name: 'default' } });
});

async function answer(url: string, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const address = `http://cluster${url}?dryRun=All&fieldValidation=Strict`;
  const response = await server.fetch(new Request(address, { method: 'POST', headers, body: JSON.stringify(body) }));
  const { message } = (await response.json()) as { message?: string };
  return message ?? 'created';
}

function changed(body: string, path: string, value: unknown): unknown {
  const root = JSON.parse(body) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, root);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return root;
}

it.each(ROWS)('%s: %s = %j', async (base, path, value, message) => {
  const { url, body } = BASES[base];
  expect(await answer(url, changed(body, path, value))).toBe(message);
});

it.each(Object.entries(BASES))('%s as it is', async (_, { url, body }) => {
  expect(await answer(url, JSON.parse(body))).toBe('created');
});
