/** dig, host and getent, as images for looking at networks bring them. */
import type { Program } from '../../shell/process.ts';
import type { Resolution } from '../network.ts';
import { networkOf } from './machine-network.ts';

const DOMAIN = /^[\w*.-]+$/;
/** s that an answer may be kept (CoreDNS: `ttl 30`). */
const TTL = 30;

/** Simplified: address records only; dig leaves the search domains out unless it is told `+search`. */
export const dig: Program = async (process) => {
  const { argv, stdout, machine } = process;
  const words = argv.slice(1);
  const server = words.find((word) => word.startsWith('@'))?.slice(1);
  const flags = new Set(words.filter((word) => word.startsWith('+')));
  const name = words.find(
    (word) => !/^[-+@]/.test(word) && DOMAIN.test(word) && !/^(A|AAAA|SRV|PTR|ANY|IN)$/i.test(word),
  );
  if (name === undefined) return 1;
  const network = networkOf(machine);
  const asked = flags.has('+search') ? name : `${name.replace(/\.$/, '')}.`;
  const answer = network.resolve(asked);
  if (answer === 'unreachable') {
    await machine.clock.sleep(15_000, process.signal);
    await stdout.write(';; no servers could be reached\n');
    return 9;
  }
  const found = answer === 'not found' ? [] : answer.addresses;
  if (flags.has('+short')) {
    for (const address of found) await stdout.write(`${address}\n`);
    return 0;
  }
  const full = answer === 'not found' ? asked : `${answer.name}.`;
  const rows = found.map((address) => `${full}\t${TTL}\tIN\tA\t${address}\n`).join('');
  const status = answer === 'not found' ? 'NXDOMAIN' : 'NOERROR';
  await stdout.write(`
; <<>> DiG 9.20.10 <<>> ${words.join(' ')}
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 4242
;; flags: qr aa rd; QUERY: 1, ANSWER: ${found.length}, AUTHORITY: 0, ADDITIONAL: 1

;; QUESTION SECTION:
;${full}\t\tIN\tA

${rows === '' ? '' : `;; ANSWER SECTION:\n${rows}\n`};; Query time: 0 msec
;; SERVER: ${server ?? network.nameServer}#53(${server ?? network.nameServer}) (UDP)

`);
  return 0;
};

export const host: Program = async (process) => {
  const name = process.argv.slice(1).find((word) => !word.startsWith('-')) ?? '';
  const answer = networkOf(process.machine).resolve(name);
  if (typeof answer === 'string') {
    const why = answer === 'unreachable' ? ';; no servers could be reached' : `Host ${name} not found: 3(NXDOMAIN)`;
    await process.stdout.write(`${why}\n`);
    return 1;
  }
  for (const address of answer.addresses) await process.stdout.write(`${answer.name} has address ${address}\n`);
  return 0;
};

/** `getent hosts NAME` goes the way of the C library: the hosts file first. */
export const getent: Program = async (process) => {
  const [database, name] = process.argv.slice(1);
  const { fs } = process.machine;
  if (database === 'passwd' || database === 'group') {
    const lines = fs.readFile(`/etc/${database}`).split('\n').filter(Boolean);
    const wanted =
      name === undefined ? lines : lines.filter((line) => [line.split(':')[0], line.split(':')[2]].includes(name));
    for (const line of wanted) await process.stdout.write(`${line}\n`);
    return wanted.length > 0 ? 0 : 2;
  }
  if (!/^(hosts|ahosts|ahostsv4)$/.test(database ?? '') || name === undefined) return 1;
  const answer: Resolution | string = networkOf(process.machine).resolve(name);
  if (typeof answer === 'string') return 2;
  for (const address of answer.addresses) await process.stdout.write(`${address.padEnd(16)}${answer.name}\n`);
  return 0;
};
