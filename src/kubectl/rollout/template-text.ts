/**
 * A Pod template as `rollout history --revision` shows it (kubectl/pkg/describe/describe.go, DescribePodTemplate): the
 * describer's text with its tabs left as they are, for here no tabwriter aligns it.
 */
import type { Template } from './revisions.ts';

interface Container {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  ports?: { containerPort: number; hostPort?: number; protocol?: string }[];
  env?: { name: string; value?: string; valueFrom?: Record<string, Record<string, string>> }[];
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
}
interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export function describeTemplate(template: Template): string {
  const spec = template.spec ?? {};
  const lines = ['Pod Template:'];
  lines.push(...pairs('  Labels', template.metadata?.labels, '='));
  const { annotations } = template.metadata ?? {};
  if (annotations && Object.keys(annotations).length > 0) lines.push(...pairs('  Annotations', annotations, ': '));
  if (spec['serviceAccountName']) lines.push(`  Service Account:\t${String(spec['serviceAccountName'])}`);
  const init = (spec['initContainers'] ?? []) as Container[];
  if (init.length > 0) lines.push('  Init Containers:', ...init.flatMap(containerLines));
  lines.push('  Containers:', ...((spec['containers'] ?? []) as Container[]).flatMap(containerLines));
  lines.push(...volumeLines((spec['volumes'] ?? []) as Record<string, unknown>[]));
  if (spec['priorityClassName']) lines.push(`  Priority Class Name:\t${String(spec['priorityClassName'])}`);
  lines.push(...pairs('  Node-Selectors', spec['nodeSelector'] as Record<string, string> | undefined, '='));
  lines.push(...list('  Tolerations', ((spec['tolerations'] ?? []) as Toleration[]).map(tolerationText)));
  return `${lines.join('\n')}\n`;
}

function pairs(title: string, map: Readonly<Record<string, string>> | undefined, between: string): string[] {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return list(
    title,
    entries.map(([key, value]) => `${key}${between}${value}`),
  );
}

function list(title: string, items: readonly string[]): string[] {
  const [first = '<none>', ...rest] = items;
  return [`${title}:\t${first}`, ...rest.map((item) => `\t${item}`)];
}

function containerLines(container: Container): string[] {
  const ports = container.ports ?? [];
  const plural = ports.length > 1 ? 's' : '';
  const lines = [
    `   ${container.name}:`,
    `    Image:\t${container.image ?? ''}`,
    `    Port${plural}:\t${ports.map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}`).join(', ') || '<none>'}`,
    `    Host Port${plural}:\t${ports.map((port) => `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}`).join(', ') || '<none>'}`,
  ];
  for (const [title, words] of [
    ['Command', container.command],
    ['Args', container.args],
  ] as const) {
    if (words && words.length > 0)
      lines.push(`    ${title}:`, ...words.flatMap((word) => word.split('\n').map((line) => `      ${line}`)));
  }
  for (const [title, amounts] of [
    ['Limits', container.resources?.limits],
    ['Requests', container.resources?.requests],
  ] as const) {
    const names = Object.keys(amounts ?? {}).sort();
    if (names.length > 0) lines.push(`    ${title}:`, ...names.map((name) => `      ${name}:\t${amounts![name]}`));
  }
  lines.push(...envLines(container), ...mountLines(container));
  return lines;
}

function envLines({ env = [] }: Container): string[] {
  if (env.length === 0) return ['    Environment:\t<none>'];
  return [
    '    Environment:',
    ...env.map((one) => {
      const [source = '', reference] = Object.entries(one.valueFrom ?? {})[0] ?? [];
      if (!reference) return `      ${one.name}:\t${one.value ?? ''}`;
      if (source === 'fieldRef')
        return `      ${one.name}:\t (${reference['apiVersion'] ?? 'v1'}:${reference['fieldPath'] ?? ''})`;
      const what = source === 'secretKeyRef' ? 'secret' : 'config map';
      return `      ${one.name}:\t<set to the key '${reference['key'] ?? ''}' of ${what} '${reference['name'] ?? ''}'>\tOptional: false`;
    }),
  ];
}

function mountLines({ volumeMounts = [] }: Container): string[] {
  if (volumeMounts.length === 0) return ['    Mounts:\t<none>'];
  const sorted = volumeMounts.toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  return [
    '    Mounts:',
    ...sorted.map((mount) => `      ${mount.mountPath} from ${mount.name} (${mount.readOnly ? 'ro' : 'rw'})`),
  ];
}

const VOLUME_TYPES: Readonly<Record<string, string>> = {
  configMap: 'ConfigMap (a volume populated by a ConfigMap)',
  secret: 'Secret (a volume populated by a Secret)',
  emptyDir: "EmptyDir (a temporary directory that shares a pod's lifetime)",
  hostPath: 'HostPath (bare host directory volume)',
  persistentVolumeClaim: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
};

function volumeLines(volumes: readonly Record<string, unknown>[]): string[] {
  if (volumes.length === 0) return ['  Volumes:\t<none>'];
  return [
    '  Volumes:',
    ...volumes.flatMap((volume) => {
      const [type = '', source] = Object.entries(volume).find(([key]) => key !== 'name') ?? [];
      const fields = (source ?? {}) as Record<string, unknown>;
      const name = fields['name'] ?? fields['secretName'];
      return [
        `   ${String(volume['name'])}:`,
        `    Type:\t${VOLUME_TYPES[type] ?? type}`,
        ...(typeof name === 'string'
          ? [`    ${type === 'secret' ? 'SecretName' : 'Name'}:\t${name}`, '    Optional:\tfalse']
          : []),
      ];
    }),
  ];
}

function tolerationText(toleration: Toleration): string {
  const { key = '', value = '', effect = '', operator = '', tolerationSeconds } = toleration;
  let text = key;
  if (value !== '') text += `=${value}`;
  if (effect !== '') text += `:${effect}`;
  if (operator === 'Exists' && value === '') text += key !== '' || effect !== '' ? ' op=Exists' : 'op=Exists';
  return tolerationSeconds === undefined ? text : `${text} for ${tolerationSeconds}s`;
}
