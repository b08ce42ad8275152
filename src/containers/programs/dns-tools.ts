/** dig, host and getent, as images for looking at networks bring them. */
import type { Program } from '../../shell/process.ts';
import type { Resolution } from '../network.ts';
import { type MachineNetwork, networkOf } from './machine-network.ts';

const DOMAIN = /^[\w*.-]+$/;
/** s that an answer may be kept (CoreDNS: `ttl 30`). */
const TTL = 30;

interface Answer {
  status: 'NOERROR' | 'NXDOMAIN';
  /** With a dot at its end. */
  name: string;
  /** What stands behind the type. */
  values: string[];
}

/** Simplified: A and SRV records; of every other type there are none. */
function answerOf(network: MachineNetwork, name: string, type: string): Answer | 'unreachable' {
  const given = `${name.replace(/\.$/, '')}.`;
  if (type === 'SRV') {
    const records = network.services(name);
    if (records === 'unreachable') return records;
    if (records === 'not found') return { status: 'NXDOMAIN', name: given, values: [] };
    const weight = Math.floor(100 / records.length);
    return {
      status: 'NOERROR',
      name: given,
      values: records.map(({ port, target }) => `0 ${weight} ${port} ${target}.`),
    };
  }
  const found = network.resolve(name);
  if (found === 'unreachable') return found;
  if (found === 'not found') return { status: 'NXDOMAIN', name: given, values: [] };
  return { status: 'NOERROR', name: `${found.name}.`, values: type === 'A' ? found.addresses : [] };
}

const TYPES = /^(A|AAAA|SRV|PTR|ANY|CNAME|MX|NS|SOA|TXT)$/i;

/** It leaves the search domains out unless it is told `+search`. */
export const dig: Program = async (process) => {
  const { argv, stdout, machine } = process;
  const words = argv.slice(1);
  const server = words.find((word) => word.startsWith('@'))?.slice(1);
  const flags = new Set(words.filter((word) => word.startsWith('+')));
  const plain = words.filter((word) => !/^[-+@]/.test(word) && word.toUpperCase() !== 'IN');
  const type = plain.find((word) => TYPES.test(word))?.toUpperCase() ?? 'A';
  const name = plain.find((word) => !TYPES.test(word) && DOMAIN.test(word));
  if (name === undefined) return 1;
  const network = networkOf(machine);
  const answer = answerOf(network, flags.has('+search') ? name : `${name.replace(/\.$/, '')}.`, type);
  if (answer === 'unreachable') {
    await machine.clock.sleep(15_000, process.signal);
    await stdout.write(';; no servers could be reached\n');
    return 9;
  }
  const { values } = answer;
  if (flags.has('+short')) {
    for (const value of values) await stdout.write(`${value}\n`);
    return 0;
  }
  const rows = values.map((value) => `${answer.name}\t${TTL}\tIN\t${type}\t${value}\n`).join('');
  await stdout.write(`
; <<>> DiG 9.20.10 <<>> ${words.join(' ')}
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: ${answer.status}, id: 4242
;; flags: qr aa rd; QUERY: 1, ANSWER: ${values.length}, AUTHORITY: 0, ADDITIONAL: 1

;; QUESTION SECTION:
;${answer.name}\t\tIN\t${type}

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
  const network = networkOf(process.machine);
  const answer: Resolution | string = network.lookUp?.(name) ?? network.resolve(name);
  if (typeof answer === 'string') return 2;
  for (const address of answer.addresses) await process.stdout.write(`${address.padEnd(16)}${answer.name}\n`);
  return 0;
};
