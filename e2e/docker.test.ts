/** A learner's own program, built on the laptop and run by the cluster, in a real browser: nothing leaves the origin. */
import { expect, test } from '@playwright/test';
import { openStudio } from './studio.ts';

const APP = `require('http').createServer((_, response) => response.end('from ' + require('os').hostname())).listen(8080);`;

test('a Dockerfile becomes a Pod that answers', async ({ browser }) => {
  const { terminal, page } = await openStudio(browser);
  const foreign: string[] = [];
  const { origin } = new URL(page.url());
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) foreign.push(request.url());
  });
  await terminal.run(`echo "${APP.replaceAll('"', '\\"')}" > app.js`);
  await terminal.run(`printf 'FROM node:20\\nCOPY app.js /\\nCMD ["node", "/app.js"]\\n' > Dockerfile`);
  await terminal.run('docker build -q -t kubia .');
  await terminal.run('docker run -d -p 8080:8080 kubia');
  await terminal.run('curl -s localhost:8080; echo');
  await terminal.shows(/\nfrom [0-9a-f]{12}\n/);
  await terminal.run('kubectl run kubia --image=kubia && kubectl wait --for=condition=Ready pod/kubia');
  await terminal.run(`ssh worker-1 curl -s http://$(kubectl get pod kubia -o jsonpath='{.status.podIP}'):8080; echo`);
  await terminal.shows(/\nfrom kubia\n/);
  expect(foreign).toEqual([]);
  await page.context().close();
});
