/** Pods that are wrong, and upstream's words for it; what updates may change; what is worth a warning. */
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../api/object.ts';
import type { StrategyContext } from '../strategy.ts';
import { ephemeralContainersStrategy, resizeStrategy } from './pod-parts.ts';
import { qosClass } from './pod-spec/qos.ts';
import { podTemplateStrategy } from './pod-template.ts';
import { podStrategy } from './pod.ts';

type Spec = Record<string, unknown>;

const CONTEXT: StrategyContext = {
  now: () => 0,
  list: () => [],
  get: () => undefined,
  random: () => 0,
  warn: () => undefined,
};

const C = { name: 'c', image: 'nginx' };

function pod(spec: Spec, metadata: KubeObject['metadata'] = {}): KubeObject {
  const object: KubeObject = {
    metadata: { name: 'p', namespace: 'default', ...metadata },
    spec: structuredClone({ containers: [C], ...spec }),
  };
  podStrategy.applyDefaults?.(object);
  return object;
}

/** One container with `fields`. */
const only = (fields: Spec): Spec => ({ containers: [{ ...C, ...fields }] });

function faults(spec: Spec, metadata?: KubeObject['metadata']): string[] {
  return (podStrategy.validate?.(pod(spec, metadata), CONTEXT) ?? []).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

function warnings(spec: Spec, metadata?: KubeObject['metadata']): string[] {
  const heard: string[] = [];
  podStrategy.warnings?.(pod(spec, metadata), undefined, (text) => heard.push(text));
  return heard;
}

const CASES: readonly (readonly [name: string, spec: Spec, ...expected: string[]])[] = [
  [
    'requests over limits',
    only({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
  ],
  [
    'an unknown resource',
    only({ resources: { requests: { mem: '1Gi' } } }),
    'spec.containers[0].resources.requests[mem]: Invalid value: "mem": must be a standard resource type or fully qualified',
    'spec.containers[0].resources.requests[mem]: Invalid value: "mem": must be a standard resource for containers',
  ],
  [
    'a part of a GPU',
    only({ resources: { limits: { 'nvidia.com/gpu': '500m' } } }),
    'spec.containers[0].resources.limits[nvidia.com/gpu]: Invalid value: "500m": must be an integer',
    'spec.containers[0].resources.requests[nvidia.com/gpu]: Invalid value: "500m": must be an integer',
  ],
  [
    'huge pages alone',
    only({ resources: { limits: { 'hugepages-2Mi': '4Mi' } } }),
    'spec.containers[0].resources: Forbidden: HugePages require cpu or memory',
  ],
  [
    'a negative amount',
    only({ resources: { limits: { memory: '-1' } } }),
    'spec.containers[0].resources.limits[memory]: Invalid value: "-1": must be greater than or equal to 0',
    'spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0',
  ],
  [
    'two handlers',
    only({ livenessProbe: { exec: { command: ['a'] }, tcpSocket: { port: 80 } } }),
    'spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
  ],
  [
    'no handler',
    only({ startupProbe: {} }),
    'spec.containers[0].startupProbe: Required value: must specify a handler type',
  ],
  [
    'liveness that counts successes',
    only({ livenessProbe: { exec: { command: ['a'] }, successThreshold: 2 } }),
    'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
  ],
  [
    'a port name with capitals',
    only({ readinessProbe: { httpGet: { port: 'HTTP' } } }),
    'spec.containers[0].readinessProbe.httpGet.port: Invalid value: "HTTP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    'spec.containers[0].readinessProbe.httpGet.port: Invalid value: "HTTP": must contain at least one letter (a-z)',
  ],
  [
    'an init container with a probe',
    { initContainers: [{ name: 'i', image: 'x', readinessProbe: { exec: { command: ['a'] } } }] },
    'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
  ],
  [
    'a field that no variable may use',
    only({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] }),
    'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
  ],
  [
    'privileged and without escalation',
    only({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    'spec.containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
  ],
  [
    'a seccomp profile without its file',
    { securityContext: { seccompProfile: { type: 'Localhost' } } },
    'spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost',
  ],
  [
    'a toleration of everything that equals',
    { tolerations: [{ operator: 'Equal', value: 'x' }] },
    'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
  ],
  [
    'no node selector terms',
    { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
    'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
  ],
  [
    'a weight of nothing',
    {
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 0, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } },
          ],
        },
      },
    },
    'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
  ],
  [
    'a skew of nothing',
    {
      topologySpreadConstraints: [
        { maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} },
      ],
    },
    'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
  ],
  [
    'no nameserver of its own',
    { dnsPolicy: 'None' },
    'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
  ],
  [
    'an alias that is no address',
    { hostAliases: [{ ip: 'localhost', hostnames: ['a'] }] },
    'spec.hostAliases[0].ip: Invalid value: "localhost": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ],
  [
    'a host path type',
    { volumes: [{ name: 'v', hostPath: { path: '/x', type: 'Folder' } }] },
    'spec.volumes[0].hostPath.type: Unsupported value: "Folder": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
  ],
  [
    'an absolute key path',
    { volumes: [{ name: 'v', configMap: { name: 'x', items: [{ key: 'a', path: '/a' }] } }] },
    'spec.volumes[0].configMap.items[0].path: Invalid value: "/a": must be a relative path',
  ],
  [
    'a mode of decimals',
    { volumes: [{ name: 'v', secret: { secretName: 'x', defaultMode: 600 } }] },
    'spec.volumes[0].secret.defaultMode: Invalid value: 600: must be a number between 0 and 0777 (octal), both inclusive',
  ],
  [
    'a sleep longer than the grace',
    { ...only({ lifecycle: { preStop: { sleep: { seconds: 60 } } } }) },
    'spec.containers[0].lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (30)',
  ],
  [
    'another system',
    { os: { name: 'plan9' } },
    'spec.os: Unsupported value: "plan9": supported values: "linux", "windows"',
  ],
  [
    'a restart policy without rules for it',
    only({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] }),
    'spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
  ],
  [
    'an ephemeral container at birth',
    { ephemeralContainers: [{ name: 'e', image: 'x' }] },
    'spec.ephemeralContainers: Forbidden: cannot be set on create',
  ],
];

describe('a Pod that is wrong', () => {
  test.each(CASES.map(([name, spec, ...expected]) => ({ name, spec, expected })))('$name', ({ spec, expected }) => {
    expect(faults(spec)).toEqual(expected);
  });

  test('and one that is well', () => {
    expect(
      faults({
        ...only({
          resources: { limits: { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': 1 } },
          ports: [{ containerPort: 80 }],
        }),
        terminationGracePeriodSeconds: -5,
      }),
    ).toEqual([]);
  });
});

describe('a template', () => {
  test('may leave blanks around its image', () => {
    const object: KubeObject = {
      metadata: { name: 't' },
      template: { spec: { containers: [{ name: 'c', image: ' x' }] } },
    };
    podTemplateStrategy.applyDefaults?.(object);
    expect(podTemplateStrategy.validate?.(object, CONTEXT)).toEqual([]);
    expect(faults(only({ image: ' x' }))).toHaveLength(1);
  });
});

describe('warnings', () => {
  test('of ports, variables, fractions and old labels', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 80, name: 'b' }];
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '$(A)2' },
      { name: 'A', value: '3' },
    ];
    expect(
      warnings({
        ...only({ ports, env, resources: { limits: { memory: '1500m' } } }),
        nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
      }),
    ).toEqual([
      'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
      'spec.containers[0].resources.limits[memory]: fractional byte value "1500m" is invalid, must be an integer',
      'spec.containers[0].resources.requests[memory]: fractional byte value "1500m" is invalid, must be an integer',
      'spec.containers[0].env[2]: hides previous definition of "A", which may be dropped when using apply',
      'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
    ]);
  });

  test('of a name that is no host name', () => {
    expect(warnings({}, { name: 'a.b' })[0]).toMatch(
      /^metadata.name: this is used in the Pod's hostname.*must not contain dots\]$/,
    );
  });
});

function updated(change: (spec: Spec) => void, strategy = podStrategy, from: Spec = {}): string[] {
  const old = pod(from);
  old['status'] = { phase: 'Running', qosClass: qosClass(old['spec'] as never) };
  const next = structuredClone(old);
  change(next['spec'] as Spec);
  strategy.prepareForUpdate?.(next, old, CONTEXT);
  return (strategy.validateUpdate?.(next, old, CONTEXT) ?? []).map(({ field, message }) => `${field}: ${message}`);
}

describe('an update', () => {
  const first = (spec: Spec): Spec => (spec['containers'] as Spec[])[0]!;

  test('may change the image, and little else', () => {
    expect(updated((spec) => void (first(spec)['image'] = 'nginx:2'))).toEqual([]);
    const [message, ...others] = updated((spec) => void (first(spec)['command'] = ['x']));
    expect(others).toEqual([]);
    expect(message).toMatch(/^spec: Forbidden: pod updates may not change fields other than `spec.containers/);
    expect(message).toContain('@@ -');
    expect(message).toContain('+   "Command": [\n+    "x"\n+   ],');
  });

  test('adds no container and no gate', () => {
    expect(updated((spec) => void (spec['containers'] = [C, { ...C, name: 'd' }]).length)).toContain(
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    );
    expect(updated((spec) => void (spec['schedulingGates'] = [{ name: 'a.b/c' }]))).toContain(
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a.b/c'",
    );
  });

  test('narrows a gated Pod', () => {
    const gated = { schedulingGates: [{ name: 'a.b/c' }], nodeSelector: { a: 'b' } };
    expect(updated((spec) => void (spec['nodeSelector'] = { a: 'b', c: 'd' }), podStrategy, gated)).toEqual([]);
    expect(updated((spec) => void (spec['nodeSelector'] = { c: 'd' }), podStrategy, gated)).toEqual([
      'spec.nodeSelector: Invalid value: {"c":"d"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    ]);
  });

  test('of ephemeral containers adds them', () => {
    const one = { name: 'e', image: 'x', terminationMessagePolicy: 'File', imagePullPolicy: 'Always' };
    expect(updated((spec) => void (spec['ephemeralContainers'] = [one]), ephemeralContainersStrategy)).toEqual([]);
    expect(
      updated(
        (spec) => void (spec['ephemeralContainers'] = [{ ...one, ports: [{ containerPort: 1, protocol: 'TCP' }] }]),
        ephemeralContainersStrategy,
      ),
    ).toEqual(['spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container']);
  });

  test('of sizes keeps the class', () => {
    const sized = only({ resources: { requests: { cpu: '1' } } });
    const resize = (resources: Spec): string[] =>
      updated((spec) => void (first(spec)['resources'] = resources), resizeStrategy, sized);
    expect(resize({ requests: { cpu: '2' } })).toEqual([]);
    expect(resize({ requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } })).toContain(
      'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
    );
    expect(resize({})).toContain(
      'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
    );
  });
});

describe('quality of service', () => {
  test.each([
    [{}, 'BestEffort'],
    [only({ resources: { requests: { cpu: '0' } } }), 'BestEffort'],
    [only({ resources: { requests: { cpu: '1' } } }), 'Burstable'],
    [only({ resources: { limits: { cpu: '1' } } }), 'Burstable'],
    [only({ resources: { limits: { cpu: '1', memory: '1Gi' } } }), 'Guaranteed'],
    [{ resources: { limits: { cpu: '1', memory: '1Gi' } } }, 'Guaranteed'],
  ])('%j is %s', (spec, expected) => {
    expect(qosClass(pod(spec as Spec)['spec'] as never)).toBe(expected);
  });
});
