/** The Pods of two learners' notes: mended, both run and answer. (As they stand, parity-manifests.test.ts has them.) */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openStage } from './lesson-stage.ts';

const NOTES = '../shared/notes';
const manifest = (file: string): string =>
  /```yaml\n([^]*?)```/.exec(readFileSync(`${NOTES}/${file}`, 'utf8'))?.[1] ?? '';
const curl = (pod: string, port: number): string =>
  `ssh worker-1 curl -s http://$(kubectl get pod ${pod} -o jsonpath='{.status.podIP}'):${port}`;

test.skipIf(!existsSync(NOTES))('the Pods of the notes run once their columns are right, and answer', async () => {
  const files = {
    'tabs.yaml': manifest('002_25d536a143654ee9.txt'),
    'slipped.yaml': manifest('000_4c36b21b49aa5906.txt'),
  };
  const stage = await openStage({ id: 'notes', start: { files, objects: [], run: [] }, steps: [], wrong: [] });
  const run = async (line: string): Promise<string> => (await stage.perform(line)).output;
  const refused = [await run('kubectl apply -f tabs.yaml'), await run('kubectl apply -f slipped.yaml')];
  expect(refused.join('')).toMatch(
    /line 4: found character that cannot start any token\n.*line 12: did not find expected '-' indicator\n$/,
  );
  await run(String.raw`sed -i 's/\t/  /g' tabs.yaml`);
  await run(
    String.raw`sed -i 's/^        [np]/  &/; s/^            -/  &/; s/^            protocol/    &/' slipped.yaml`,
  );
  expect(await run('kubectl apply -f tabs.yaml -f slipped.yaml')).toBe(
    'pod/my-nginx-pod created\npod/simple-server-manual created\n',
  );
  await stage.machines.wait(30);
  expect(await run(curl('my-nginx-pod', 80))).toContain('Welcome to nginx!');
  expect(await run(curl('simple-server-manual', 8080))).toContain('simple-server-manual');
  stage.stop();
});
