/**
 * Whatever is sent, the server answers with a Status that real Kubernetes could have given, keeps its wits, and a refused
 * request leaves no trace. REQUESTS=100000 tries more of them, SEED=x others.
 */
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../time/random.ts';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { createApiServer } from './api-server.ts';
import { type Sent, randomRequest } from './fuzz/requests.ts';
import { ADMIN } from './identity.ts';
import { strategies } from './registry/index.ts';

const REQUESTS = Number(process.env['REQUESTS'] ?? 6000);
const SEED = process.env['SEED'] ?? 'fuzz';
/** Where upstream itself answers a client's mistake with a 5xx. */
const UPSTREAM = [
  /^resourceVersion should not be set on objects to be created$/,
  /strconv\.ParseUint/,
  /^Timeout: Too large resource version/,
  /^failed to create typed patch object/,
  /does not contain declared merge key: /,
];

interface Answer {
  code: number;
  text: string;
}

async function open(): Promise<{ send(request: Sent): Promise<Answer>; revision(): number; clock: VirtualClock }> {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), nextTurn);
  const server = createApiServer({ strategies, clock, random: seededRandom(SEED) });
  const core = { group: '', version: 'v1' };
  for (const name of ['default', 'kube-system']) {
    server.verbs.create(ADMIN, { ...core, resource: 'namespaces' }, undefined, { metadata: { name } });
  }
  return {
    clock,
    revision: () => server.store.revision,
    async send({ method, path, headers, body }) {
      const init = { method, headers, ...(body === undefined ? {} : { body }) };
      const response = await server.fetch(new Request(`http://cluster${path}`, init));
      return { code: response.status, text: await response.text() };
    },
  };
}

function fault(answer: Answer): string | undefined {
  const { code, text } = answer;
  if (code < 400) return undefined;
  if (text.startsWith('k8s\0')) {
    const known = code < 500 || UPSTREAM.some((one) => new RegExp(one.source.replace(/^\^|\$$/g, '')).test(text));
    return known && text.includes('Status') ? undefined : `${code} ${text}`;
  }
  let status: { kind?: string; code?: number; message?: string } | undefined;
  try {
    status = load(text) as typeof status;
  } catch {
    status = undefined;
  }
  // Plain words on the plain paths.
  if (typeof status !== 'object') return code >= 500 ? `${code} ${text}` : undefined;
  if (status.kind !== 'Status' || status.code !== code) return `no Status of its code: ${text}`;
  if (code >= 500 && !UPSTREAM.some((known) => known.test(status.message ?? ''))) return text;
  return /TypeError|undefined|\[object|is not a function|Cannot read/.test(status.message ?? '') ? text : undefined;
}

describe('random requests', () => {
  test(`${REQUESTS} of them, seed ${SEED}`, { timeout: Math.max(600_000, REQUESTS * 30) }, async () => {
    const random = seededRandom(SEED);
    const kinds = strategies.map(({ info }) => info);
    const { send, revision, clock } = await open();
    const faults: string[] = [];
    const codes = new Map<number, number>();
    for (let i = 0; i < REQUESTS && faults.length < 20; i++) {
      const request = randomRequest(random, kinds);
      const before = revision();
      const answer = await send(request);
      codes.set(answer.code, (codes.get(answer.code) ?? 0) + 1);
      const said =
        fault(answer) ?? (answer.code >= 400 && revision() !== before ? 'refused, and yet it wrote' : undefined);
      if (said)
        faults.push(
          `${request.method} ${request.path} ${request.headers['content-type'] ?? ''}\n  ${request.body?.slice(0, 600) ?? ''}\n  → ${said.slice(0, 600)}`,
        );
      if (i % 100 === 0) await clock.advance(1000);
    }
    expect(faults).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('polluted');
    // Requests that all are refused at the door would prove nothing.
    expect(codes.get(201) ?? 0).toBeGreaterThan(REQUESTS / 100);
  });
});
