/** Manifests that a v1.35 API server takes as they are, for tests that put one thing wrong in them. */
export const BASES = {
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
