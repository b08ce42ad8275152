/** `npm run lessons [-- --server URL] [-t NAME]`: the lessons' proofs alone; at a server, those that a real cluster can give. */
import { spawn } from 'node:child_process';

const args = process.argv.slice(2);
const at = args.indexOf('--server');
const [, server] = at < 0 ? [] : args.splice(at, 2);
if (at >= 0 && !server) {
  console.error('say where the API is: npm run lessons -- --server http://127.0.0.1:8001 (as kubectl proxy gives it)');
  process.exit(2);
}
const files = server ? ['src/node/lessons-server.test.ts'] : ['src/node/lessons.test.ts', 'src/lessons'];
const env = { ...process.env, ...(server ? { LESSONS_SERVER: server } : {}) };
const run = spawn('npx', ['vitest', 'run', ...files, ...args], { stdio: 'inherit', env });
run.on('close', (code) => process.exit(code ?? 1));
