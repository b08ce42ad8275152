import { existsSync, readFileSync } from 'node:fs';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { type Level, detailsOf, evaluate } from './evaluate.ts';

const file = `${process.cwd()}/../shared/cases/pod_security_standards.json`;

interface Case {
  name: string;
  level: Level;
  allowed: boolean;
  pod: { metadata?: { annotations?: Record<string, string> }; spec: PodSpec };
}

describe.skipIf(!existsSync(file))('the standards of v1.35', () => {
  const { groups } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { groups: { cases: Case[] }[] })
    : { groups: [] };
  const cases = groups.flatMap((group) => group.cases);
  test.each(cases.map((c, i) => [`${c.level} ${c.name} ${i}: ${c.allowed ? 'allowed' : 'refused'}`, c] as const))(
    '%s',
    (_name, { level, allowed, pod }) => {
      const found = evaluate({ annotations: pod.metadata?.annotations ?? {}, spec: pod.spec }, level);
      expect(found.length === 0, detailsOf(found)).toBe(allowed);
    },
  );
});

test('a plain container is told all that restricted asks of it', () => {
  const spec = { containers: [{ name: 'a', image: 'nginx' }] };
  expect(detailsOf(evaluate({ annotations: {}, spec }, 'restricted'))).toBe(
    'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
});
