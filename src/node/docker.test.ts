/** A learner's Dockerfile, from the laptop to the cluster's answer: the first application of "Kubernetes in Action". */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStage } from './lesson-stage.ts';

type Stage = Awaited<ReturnType<typeof openStage>>;

const app = (answer: string): string => `const http = require('http');
const os = require('os');
let count = 0;
http.createServer(function (request, response) {
  count++;
  ${answer}
}).listen(8080);
`;
const DOCKERFILE = 'FROM node:7\nADD app.js /app.js\nENTRYPOINT ["node", "app.js"]\n';
const FILES = {
  'v1/app.js': app(`response.end("This is v1 running in pod " + os.hostname() + "\\n");`),
  'v1/Dockerfile': DOCKERFILE,
  'v3/app.js': app(`if (count >= 5) {
    response.writeHead(500);
    return response.end("Some internal error has occurred! This is pod " + os.hostname() + "\\n");
  }
  response.end("This is v3 running in pod " + os.hostname() + "\\n");`),
  'v3/Dockerfile': DOCKERFILE,
  'bad/Dockerfile': 'FROM node:7\nCOPY nothing.js /app.js\n',
  'odd/Dockerfile': 'FROM node:7\n\nRAN ls\n',
  'fails/Dockerfile': 'FROM node:20\nWORKDIR /app\nCOPY package.json .\nRUN npm install\n',
  'fails/package.json': '{"dependencies": {"express": "^4"}}',
  'whole/Dockerfile': `ARG VERSION=20
FROM node:\${VERSION}-alpine AS build
WORKDIR /src
COPY . .
RUN echo "$(cat word.txt) $NODE_VERSION" > out.txt && rm word.txt
FROM node:20
ENV PORT=8080 NAME="two words"
WORKDIR /app
COPY --from=build --chown=node:node /src/out.txt ./
COPY *.js ./
USER node
EXPOSE 8080
CMD ["node", "app.js"]
`,
  'whole/word.txt': 'hello',
  'whole/secret.js': 'never',
  'whole/.dockerignore': 'secret.*\n',
  'whole/app.js': `console.log(process.env.NAME, process.getuid(), process.cwd(), require('fs').readFileSync('out.txt', 'utf8').trim(), require('fs').readdirSync('.'));`,
};

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ id: 'docker', start: { files: FILES, objects: [], run: [] }, steps: [], wrong: [] });
});
afterEach(() => stage.stop());
const run = async (line: string): Promise<string> => (await stage.perform(line)).output;

describe('docker build', () => {
  test('makes an image that the cluster runs, and rolls out the next', { timeout: 120_000 }, async () => {
    await run('docker build -t luksa/kubia:v1 v1 && docker build -q -t luksa/kubia:v3 v3');
    expect(await run('docker images')).toMatch(/^REPOSITORY +TAG +IMAGE ID .*\nluksa\/kubia +v3 .*\nluksa\/kubia +v1 /);
    await run('kubectl create deployment kubia --image=luksa/kubia:v1 --replicas=2 --port=8080');
    await run('kubectl expose deployment kubia --port=80 --target-port=8080 --type=NodePort');
    await run('kubectl rollout status deployment kubia');
    const curl = `ssh worker-1 curl -s http://$(kubectl get svc kubia -o jsonpath='{.spec.clusterIP}')`;
    expect(await run(curl)).toMatch(/^This is v1 running in pod kubia-\w+-\w+\n$/);
    await run('kubectl set image deployment kubia kubia=luksa/kubia:v3 && kubectl rollout status deployment kubia');
    const answers = await run(`for i in 1 2 3 4 5 6 7 8 9 10 11 12; do ${curl}; done`);
    expect(answers).toContain('This is v3 running in pod kubia-');
    expect(answers).toContain('Some internal error has occurred! This is pod kubia-');
    expect(await run('kubectl exec deploy/kubia -- ls /app.js')).toBe('/app.js\n');
  });

  test('runs what is built on the laptop too', { timeout: 120_000 }, async () => {
    await run('docker build -t kubia v1 && docker run --name one -p 8080:8080 -d kubia');
    expect(await run('curl -s localhost:8080')).toMatch(/^This is v1 running in pod [0-9a-f]{12}\n$/);
    expect(await run('docker ps')).toMatch(/kubia +"node app\.js" .*0\.0\.0\.0:8080->8080\/tcp +one\n/);
    expect(await run('docker rm one')).toContain('container is running');
    expect(await run('docker rm -f one')).toBe('one\n');
  });

  test('knows stages, arguments, owners and what to leave out', { timeout: 120_000 }, async () => {
    await run('docker build --build-arg VERSION=18 -t whole whole');
    expect(await run('docker run --rm whole')).toBe("two words 1000 /app hello 18.20.8 [ 'app.js', 'out.txt' ]\n");
  });

  test('says what is wrong as BuildKit does', { timeout: 120_000 }, async () => {
    expect(await run('docker build -t x bad')).toMatch(
      /Dockerfile:2\n-{20}\n {3}1 \| +FROM node:7\n {3}2 \| >>> COPY nothing\.js \/app\.js\n.*ERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref \S+: "\/nothing\.js": not found\n$/s,
    );
    expect(await run('docker build odd')).toContain(
      'ERROR: failed to build: failed to solve: dockerfile parse error on line 3: unknown instruction: RAN (did you mean RUN?)\n',
    );
    const failed = await run('docker build fails');
    expect(failed).toContain('getaddrinfo ENOTFOUND registry.npmjs.org');
    expect(failed).toContain('process "/bin/sh -c npm install" did not complete successfully: exit code: 1\n');
    expect(await run('docker build .')).toContain(
      'failed to read dockerfile: open Dockerfile: no such file or directory',
    );
    expect(await run('docker build')).toContain("'docker buildx build' requires 1 argument");
    expect(await run('docker build -t Kubia v1')).toContain('repository name must be lowercase');
  });

  test('loads onto the nodes without a registry', { timeout: 120_000 }, async () => {
    await run('docker build -q -t local:1 v1 && minikube image load local:1');
    await run(
      'kubectl run local --image=local:1 --image-pull-policy=Never && kubectl wait --for=condition=Ready pod/local',
    );
    expect(await run('kubectl get pod local --no-headers')).toMatch(/^local +1\/1 +Running /);
    expect(await run('minikube image ls')).toContain('docker.io/library/local:1\n');
  });
});
