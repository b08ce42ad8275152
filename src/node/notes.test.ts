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
  const stage = await openStage({ id: 'notes', files, objects: [], steps: [] });
  const refused = await stage.run(['kubectl apply -f tabs.yaml', 'kubectl apply -f slipped.yaml']);
  expect(refused.output).toMatch(
    /line 4: found character that cannot start any token\n.*line 12: did not find expected '-' indicator\n$/,
  );
  await stage.run([
    String.raw`sed -i 's/\t/  /g' tabs.yaml`,
    String.raw`sed -i 's/^        [np]/  &/; s/^            -/  &/; s/^            protocol/    &/' slipped.yaml`,
  ]);
  const applied = await stage.run(['kubectl apply -f tabs.yaml -f slipped.yaml']);
  expect(applied.output).toBe('pod/my-nginx-pod created\npod/simple-server-manual created\n');
  expect((await stage.run([curl('my-nginx-pod', 80)])).output).toContain('Welcome to nginx!');
  expect((await stage.run([curl('simple-server-manual', 8080)])).output).toContain('simple-server-manual');
  stage.stop();
});
