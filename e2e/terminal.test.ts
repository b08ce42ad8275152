/** The terminal as fingers know it: history, completion, Ctrl-C, paste; and a runaway loop that freezes nothing. */
import { expect, test } from '@playwright/test';
import { openStudio, paste, type Studio } from './studio.ts';

test.describe.configure({ mode: 'serial' });

let studio: Studio;

test.beforeAll(async ({ browser }) => {
  studio = await openStudio(browser);
});

test.afterAll(() => studio.page.context().close());

test('history with ↑ and Ctrl-R, Ctrl-L', async () => {
  const { terminal } = studio;
  await terminal.run('echo first');
  await terminal.run('echo second');
  await terminal.press('ArrowUp');
  await terminal.press('ArrowUp');
  await terminal.shows(/\$ echo first$/);
  await terminal.press('Enter');
  await terminal.shows(/\nfirst\n/);
  await terminal.press('Control+r');
  await terminal.type('sec');
  await terminal.shows(/reverse-i-search\)`sec': echo second$/);
  await terminal.press('Enter');
  await terminal.shows(/\nsecond\n~ \$$/);
  await terminal.press('Control+l');
  await expect.poll(terminal.text).toBe('~ $');
});

test('Tab completes verbs, kinds, names, flags and files', async () => {
  const { terminal } = studio;
  await terminal.run('kubectl create configmap settings --from-literal=a=b');
  await terminal.run('echo hello > letter.txt');
  const completes = async (typed: string, to: string): Promise<void> => {
    await terminal.press('Control+l');
    await terminal.type(typed);
    await terminal.press('Tab');
    await expect.poll(terminal.text).toBe(`~ $ ${to}`);
    await terminal.press('Control+c');
    await terminal.ready();
  };
  await completes('kubectl descr', 'kubectl describe');
  await completes('k get configm', 'k get configmaps');
  await completes('kubectl get configmap sett', 'kubectl get configmap settings');
  await completes('kubectl get pods --all-n', 'kubectl get pods --all-namespaces');
  await completes('kubectl get pods -n kube-sy', 'kubectl get pods -n kube-system');
  await completes('cat lett', 'cat letter.txt');
  await completes('kubectl apply -f lett', 'kubectl apply -f letter.txt');
});

test('Ctrl-C ends a watch', async () => {
  const { terminal } = studio;
  await terminal.ready();
  await terminal.press('Control+l');
  await terminal.type('kubectl get configmaps -w\n');
  await terminal.shows(/settings\s+1/);
  await terminal.press('Control+c');
  await terminal.shows(/\^C\n~ \$$/);
});

test('a paste of many lines runs them all', async () => {
  const { page, terminal } = studio;
  await terminal.press('Control+l');
  const text =
    "cat > pasted.yaml <<'END'\na: 1\n\tb\nEND\nfor i in 1 2 3; do\n  echo line $i\ndone\nwc -l pasted.yaml\n";
  await paste(page, text);
  await terminal.shows(/line 1\nline 2\nline 3\n[^]*2 pasted\.yaml\n~ \$$/);
});

test('a shell in a container: its prompt, its Ctrl-C, its Ctrl-D', async () => {
  const { terminal, graph } = studio;
  await terminal.run('kubectl run inside --image=nginx:1.25');
  await expect(graph.pods('ready')).toHaveCount(1);
  await terminal.press('Control+l');
  await terminal.type('kubectl exec -it inside -- sh\n');
  await terminal.shows(/\n# ?$/);
  await terminal.type('hostname; ls /usr/share/nginx/html\n');
  await terminal.shows(/\ninside\n50x\.html +index\.html\n# ?$/);
  await terminal.type('sleep 100\n');
  await terminal.shows(/sleep 100$/);
  await terminal.press('Control+c');
  await terminal.shows(/\^C\n# ?$/);
  await terminal.type('exit 3\n');
  await terminal.shows(/command terminated with exit code 3\n~ \$$/);
});

test('a forwarded port is the laptop’s own, until Ctrl-C', async () => {
  const { page, terminal } = studio;
  await terminal.press('Control+l');
  await terminal.type('kubectl port-forward pod/inside 8080:80\n');
  await terminal.shows(/Forwarding from 127\.0\.0\.1:8080 -> 80/);
  await page.getByRole('button', { name: 'New terminal' }).click();
  expect(await terminal.run('curl -s localhost:8080 | grep title')).toBe('<title>Welcome to nginx!</title>');
  await page.getByRole('button', { name: 'Close terminal 2' }).click();
  await terminal.shows(/Handling connection for 8080/);
  await terminal.press('Control+c');
  expect(await terminal.run('curl -s localhost:8080; echo $?')).toBe('7');
  await terminal.run('kubectl delete pod inside --now');
});

test('a runaway loop freezes neither cluster nor page, and ends on Ctrl-C', async () => {
  const { page, terminal, graph } = studio;
  await terminal.run('kubectl create deployment web --image=nginx:1.25');
  await expect(graph.pods('ready')).toHaveCount(1);
  await terminal.press('Control+l');
  await terminal.type('while true; do :; done\n');

  // A second terminal is on the same laptop: it, too, must go on.
  await page.getByRole('button', { name: 'New terminal' }).click();
  await terminal.ready();
  expect(await terminal.run('kubectl scale deployment web --replicas=3')).toBe('deployment.apps/web scaled');
  await expect(graph.pods('ready')).toHaveCount(3);
  await graph.card('Deployment', 'web').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { name: 'web' })).toBeVisible();
  const frames = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        const begin = performance.now();
        const next = (): void => {
          count++;
          if (performance.now() - begin < 1000) requestAnimationFrame(next);
          else resolve(count);
        };
        requestAnimationFrame(next);
      }),
  );
  expect(frames).toBeGreaterThan(20);
  await inspector.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Close terminal 2' }).click();
  await terminal.press('Control+c');
  await terminal.ready();
  expect(await terminal.run('echo $?')).toBe('130');
});

test('no request left the page’s origin, and nothing failed unseen', () => {
  expect(studio.strangers).toEqual([]);
  expect(studio.errors).toEqual([]);
});
