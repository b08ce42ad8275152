/** The tables of the scheduler's own tests (../shared/cases/scheduling_*.json). */
import { existsSync, readFileSync } from 'node:fs';
import type { Node, NodeSelector, Pod, PreferredSchedulingTerm, Taint, Toleration } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { sameTaint, tolerates } from '../../runtime/tolerations.ts';
import { NodeInfo } from '../node-info.ts';
import { priorityOf } from '../scheduling-cycle.ts';
import { matchesNodeSelector, matchesPod, preferredScore } from './node-affinity.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';
import { untolerated } from './taint-toleration.ts';

interface Group {
  name: string;
  cases: Record<string, unknown>[];
}

function load(name: string): Group[] {
  const file = `${process.cwd()}/../shared/cases/${name}.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).groups : [];
}

const fit = load('scheduling_resources_fit');
const placement = load('scheduling_taints_affinity');

const table = <T>(groups: Group[], name: string): [string, T][] =>
  (groups.find((group) => group.name === name)?.cases ?? []).map((row, i) => [
    `${i} ${row['name'] ?? row['description'] ?? ''}`,
    row as T,
  ]);

type Requests = Record<string, number>;
interface Asked {
  containers?: Requests[];
  initContainers?: (Requests & { restartPolicy?: string })[];
  overhead?: Requests;
}

const quantities = ({ milliCPU, memory, ephemeralStorage, ...others }: Requests): Record<string, string> => ({
  ...(milliCPU === undefined ? {} : { cpu: `${milliCPU}m` }),
  ...(memory === undefined ? {} : { memory: String(memory) }),
  ...(ephemeralStorage === undefined ? {} : { 'ephemeral-storage': String(ephemeralStorage) }),
  ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)])),
});

const pod = (asked: Asked, name: string): Pod =>
  ({
    metadata: { name },
    spec: {
      containers: (asked.containers ?? []).map((one) => ({ name: 'c', resources: { requests: quantities(one) } })),
      initContainers: (asked.initContainers ?? []).map((one) => ({
        name: 'i',
        resources: { requests: quantities(one) },
      })),
      ...(asked.overhead ? { overhead: quantities(asked.overhead) } : {}),
    },
  }) as Pod;

interface FitRow {
  pod: Asked;
  nodeInfo: { pods: Asked[] };
  args?: unknown;
  features?: unknown;
  wantStatus: { reasons: string[] } | null;
}

function reasons(row: FitRow, pods: string): readonly string[] {
  const allocatable = {
    cpu: '10m',
    memory: '20',
    pods,
    'example.com/aaa': '5',
    'ephemeral-storage': '20',
    'hugepages-2Mi': '5',
  };
  const info = new NodeInfo({ metadata: { name: 'node' }, status: { allocatable } } as unknown as Node);
  for (const [i, other] of row.nodeInfo.pods.entries()) info.add(pod(other, `other-${i}`));
  const cluster = { nodes: () => [info], cordoned: 0, tainted: 0, affine: 0, namespaceLabels: () => undefined };
  const fits = nodeResourcesFit.prepare(pod(row.pod, 'new'), cluster);
  return (typeof fits === 'function' ? fits(info)?.reasons : undefined) ?? [];
}

describe.skipIf(fit.length === 0)('NodeResourcesFit', () => {
  // Simplified: the plugin's ignoredResources argument is not read.
  const known = table<FitRow>(fit, 'TestEnoughRequests').filter(([, row]) => !row.args);
  test.each(known)('%s', (_, row) => expect(reasons(row, '32')).toEqual(row.wantStatus?.reasons ?? []));
  test.each(table<FitRow>(fit, 'TestNotEnoughRequests'))('one Pod allowed: %s', (_, row) =>
    expect(reasons(row, '1')).toEqual(row.wantStatus?.reasons ?? []),
  );
  const storage = table<FitRow>(fit, 'TestStorageRequests').filter(([, row]) => !row.features);
  test.each(storage)('storage: %s', (_, row) => expect(reasons(row, '32')).toEqual(row.wantStatus?.reasons ?? []));
});

describe.skipIf(placement.length === 0)('taints and node affinity', () => {
  interface TolerationRow {
    toleration: Toleration;
    taint: Taint;
    tolerated: boolean;
    comparisonOperatorsGate?: boolean;
  }
  const plain = table<TolerationRow>(placement, 'toleration_tolerates_taint').filter(
    ([, row]) => !row.comparisonOperatorsGate,
  );
  test.each(plain)('toleration %s', (_, row) => expect(tolerates(row.toleration, row.taint)).toBe(row.tolerated));

  interface AffinityRow {
    pod: Pod;
    nodeName?: string;
    labels?: Record<string, string>;
    want: boolean;
  }
  test.each(table<AffinityRow>(placement, 'pod_matches_node_selector_and_affinity'))('affinity %s', (_, row) => {
    const node = { metadata: { name: row.nodeName ?? '', labels: row.labels ?? {} } } as Node;
    expect(matchesPod(row.pod, node)).toBe(row.want);
  });

  interface SelectorRow {
    args: { nodeSelector: NodeSelector | null; node: Node | null };
    want: boolean;
  }
  test.each(table<SelectorRow>(placement, 'match_node_selector_terms'))('terms %s', (_, { args, want }) => {
    expect(args.nodeSelector && args.node ? matchesNodeSelector(args.nodeSelector, args.node) : false).toBe(want);
  });

  interface MatchRow {
    nodeSelector?: NodeSelector;
    node?: Node;
    wantErr?: unknown;
    wantMatch?: boolean;
  }
  test.each(table<MatchRow>(placement, 'node_selector_match'))('selector %s', (_, row) => {
    // What is invalid is refused at admission; here it matches nothing.
    const { nodeSelector, node, wantMatch = false } = row;
    expect(nodeSelector && node ? matchesNodeSelector(nodeSelector, node) : false).toBe(wantMatch);
  });

  interface PreferredRow {
    prefSchedTerms: PreferredSchedulingTerm[];
    node?: Node;
    wantScore?: number;
  }
  test.each(table<PreferredRow>(placement, 'preferred_terms_score'))('preferred %s', (_, row) => {
    const { prefSchedTerms, node = {}, wantScore = 0 } = row;
    expect(preferredScore(prefSchedTerms, node)).toBe(wantScore);
  });

  interface UntoleratedRow {
    tolerations: Toleration[];
    taints: Taint[];
    applyFilter: string | null;
    expectTolerated: boolean;
    enableComparisonOperatorsFG?: boolean;
  }
  const filters: Record<string, readonly string[]> = { 'no taints': [], 'NoExecute taints only': ['NoExecute'] };
  const ungated = table<UntoleratedRow>(placement, 'find_untolerated_taint').filter(
    ([, row]) => !row.enableComparisonOperatorsFG,
  );
  test.each(ungated)('untolerated %s', (_, { tolerations, taints, applyFilter, expectTolerated }) => {
    const effects = filters[applyFilter ?? ''] ?? ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
    expect(untolerated(taints, tolerations, effects) === undefined).toBe(expectTolerated);
  });

  interface MatchTaintRow {
    taint: Taint;
    taintToMatch: Taint;
    expectMatch: boolean;
  }
  test.each(table<MatchTaintRow>(placement, 'match_taint'))('same taint %s', (_, row) =>
    expect(sameTaint(row.taint, row.taintToMatch)).toBe(row.expectMatch),
  );

  test.each(table<{ pod: Pod; expectedPriority: number }>(placement, 'pod_priority'))('priority %s', (_, row) =>
    expect(priorityOf(row.pod)).toBe(row.expectedPriority),
  );
});
