/**
 * /metrics in Prometheus' text format (component-base/metrics, apiserver/pkg/storage/etcd3/metrics).
 * Simplified: what the server is and how much it keeps; nothing here is timed or counted over time.
 */
import { verbNotAllowed } from '../../../api/status-errors.ts';
import { type Core, tableOf } from '../core.ts';
import { text } from './respond.ts';
import { VERSION } from './version.ts';

const BUILD = [
  'buildDate',
  'compiler',
  'gitCommit',
  'gitTreeState',
  'gitVersion',
  'goVersion',
  'major',
  'minor',
  'platform',
] as const;

/** Throws MethodNotAllowed. */
export function metrics(core: Core, method: string): Response {
  if (method !== 'GET' && method !== 'HEAD') throw verbNotAllowed();
  const build = labels(BUILD.map((key) => [key.replace(/[A-Z]/g, (char) => `_${char.toLowerCase()}`), VERSION[key]]));
  const kept = new Map(
    core.kinds.all
      .filter(({ info }) => info.verbs.includes('list'))
      .map((strategy) => [tableOf(strategy), strategy.info] as const),
  );
  const objects = [...kept].map(([table, { group, resource }]) => {
    const named = labels([
      ['group', group],
      ['resource', resource],
    ]);
    return `apiserver_resource_objects${named} ${core.store.list(table, {}).length}`;
  });
  const lines = [
    ...family(
      'apiserver_resource_objects',
      '[ALPHA] Number of stored objects at the time of last check split by kind.',
    ),
    ...objects.toSorted(),
    ...family(
      'kubernetes_build_info',
      "[ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
    ),
    `kubernetes_build_info${build} 1`,
  ];
  const response = text(`${lines.join('\n')}\n`);
  response.headers.set('content-type', 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores');
  return response;
}

function family(name: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`];
}

function labels(pairs: readonly (readonly [string, string])[]): string {
  return `{${pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}}`;
}
