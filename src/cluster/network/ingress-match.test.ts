import { existsSync, readFileSync } from 'node:fs';
import type { Ingress } from 'kubernetes-types/networking/v1';
import { describe, expect, it } from 'vitest';
import { matchIngress, pathMatches } from './ingress-match.ts';

const FILE = `${process.cwd()}/../shared/cases/ingress_gateway_http_matching.json`;

interface Case {
  note?: string;
  scenario: string;
  host: string;
  path: string;
  expectStatus: number;
  expectService?: string;
}
interface Group {
  name: string;
  manifest: Ingress;
  cases: Case[];
}

describe.skipIf(!existsSync(FILE))('the conformance cases of Ingress', () => {
  const groups = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as { groups: Group[] }).groups : [];
  const wanted = ['ingress_path_rules', 'ingress_host_rules', 'ingress_default_backend'];
  it.each(wanted)('%s', (name) => {
    const group = groups.find((one) => one.name === name)!;
    expect(group.cases.length).toBeGreaterThan(5);
    for (const { host, path, expectStatus, expectService, note, scenario } of group.cases) {
      const match = matchIngress([group.manifest], { host, path });
      expect(match?.backend.service?.name, note ?? scenario).toBe(expectStatus === 200 ? expectService : undefined);
    }
  });
});

describe('paths', () => {
  it('treats ImplementationSpecific as Prefix', () => {
    const path = { path: '/foo', pathType: 'ImplementationSpecific', backend: {} } as const;
    expect(pathMatches(path, '/foo/bar')).toBe(4);
    expect(pathMatches(path, '/foobar')).toBeUndefined();
  });
});
