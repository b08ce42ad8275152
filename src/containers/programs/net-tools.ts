/** ip, ifconfig, ping, traceroute and netstat as busybox has them: what a learner asks of a Pod's network. */
import type { Process, Program } from '../../shell/process.ts';
import { factsOf } from './machine-facts.ts';
import { addressOf, reach } from './reach.ts';

/** Of a Pod's address: CNI plug-ins make it so. */
function hardware(ip: string): string {
  const parts = ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `0a:58:${parts.join(':')}`;
}

const ownAddress = ({ machine }: Process): string => factsOf(machine)?.namespace.ip ?? '127.0.0.1';
const network24 = (ip: string): string => ip.replace(/\.\d+$/, '.0');
const gateway = (ip: string): string => ip.replace(/\.\d+$/, '.1');

const showAddresses = (ip: string): string => `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue 
    link/ether ${hardware(ip)} brd ff:ff:ff:ff:ff:ff
    inet ${ip}/24 brd ${ip.replace(/\.\d+$/, '.255')} scope global eth0
       valid_lft forever preferred_lft forever
`;

const showLinks = (ip: string): string =>
  showAddresses(ip)
    .split('\n')
    .filter((line) => /^\d|link\//.test(line))
    .map((line) => `${line}\n`)
    .join('');

const showRoutes = (ip: string): string =>
  `default via ${gateway(ip)} dev eth0 \n${network24(ip)}/24 via ${gateway(ip)} dev eth0  src ${ip} \n${gateway(ip)} dev eth0 scope link  src ${ip} \n`;

export const ip: Program = async (process) => {
  const words = process.argv.slice(1).filter((word) => !word.startsWith('-'));
  const [object = '', verb = 'show'] = words;
  const own = ownAddress(process);
  const shows = { address: showAddresses, link: showLinks, route: showRoutes };
  const kind = (Object.keys(shows) as (keyof typeof shows)[]).find((name) => object !== '' && name.startsWith(object));
  if (!kind) {
    await process.stderr.write('BusyBox v1.37.0 multi-call binary.\n\nUsage: ip [OPTIONS] address|route|link [ARGS]\n');
    return 1;
  }
  if (!'show'.startsWith(verb) && verb !== 'list') {
    const may = process.machine.can?.('NET_ADMIN') ?? true;
    if (!may) await process.stderr.write('ip: RTNETLINK answers: Operation not permitted\n');
    return may ? 0 : 2;
  }
  const device = words.slice(words[1] === undefined ? 1 : 2).find((word) => word !== 'dev');
  if (device !== undefined && kind !== 'route' && device !== 'eth0' && device !== 'lo') {
    await process.stderr.write(`ip: can't find device '${device}'\n`);
    return 1;
  }
  const all = shows[kind](own);
  const parts =
    kind === 'route' || device === undefined
      ? [all]
      : all.split(/(?=^\d)/m).filter((part) => part.includes(`: ${device}`));
  await process.stdout.write(parts.join(''));
  return 0;
};

export const ifconfig: Program = async (process) => {
  const own = ownAddress(process);
  await process.stdout.write(`eth0      Link encap:Ethernet  HWaddr ${hardware(own).toUpperCase()}  
          inet addr:${own}  Bcast:${own.replace(/\.\d+$/, '.255')}  Mask:255.255.255.0
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1

lo        Link encap:Local Loopback  
          inet addr:127.0.0.1  Mask:255.0.0.0
          UP LOOPBACK RUNNING  MTU:65536  Metric:1

`);
  return 0;
};

/** A port that nobody listens on: the address's own machine refuses it. */
const UNUSED_PORT = 1;

export const ping: Program = async (process) => {
  const { argv, stdout, stderr, machine, signal } = process;
  const words = argv.slice(1);
  const count = Number(/-c ?(\d+)/.exec(words.join(' '))?.[1] ?? Infinity);
  const host = words.findLast((word, at) => !word.startsWith('-') && !/^-[cwWis]$/.test(words[at - 1] ?? '')) ?? '';
  if (machine.can && !machine.can('NET_RAW')) {
    await stderr.write('ping: permission denied (are you root?)\n');
    return 1;
  }
  const address = addressOf(process, host);
  if (address === undefined) {
    await stderr.write(`ping: bad address '${host}'\n`);
    return 1;
  }
  await stdout.write(`PING ${host} (${address}): 56 data bytes\n`);
  const own = address === ownAddress(process) || address.startsWith('127.');
  const there = own || (await reach(process, address, UNUSED_PORT)) !== 'silent';
  let sent = 0;
  for (; sent < count && sent < 1000; sent++) {
    if (there)
      await stdout.write(`64 bytes from ${address}: seq=${sent} ttl=${own ? 64 : 62} time=0.${84 + sent} ms\n`);
    await machine.clock.sleep(1000, signal);
  }
  const received = there ? sent : 0;
  await stdout.write(`\n--- ${host} ping statistics ---\n`);
  await stdout.write(`${sent} packets transmitted, ${received} packets received, ${there ? 0 : 100}% packet loss\n`);
  if (there) await stdout.write('round-trip min/avg/max = 0.084/0.090/0.096 ms\n');
  return there ? 0 : 1;
};

export const traceroute: Program = async (process) => {
  const host = process.argv.slice(1).find((word) => !word.startsWith('-')) ?? '';
  const address = addressOf(process, host);
  if (address === undefined) {
    await process.stderr.write(`traceroute: bad address '${host}'\n`);
    return 1;
  }
  await process.stdout.write(`traceroute to ${host} (${address}), 30 hops max, 46 byte packets\n`);
  const own = ownAddress(process);
  const hops = network24(own) === network24(address) ? [address] : [gateway(own), address];
  const there = (await reach(process, address, UNUSED_PORT)) !== 'silent';
  for (const [at, hop] of hops.entries()) {
    const heard = there || hop !== address;
    await process.stdout.write(
      ` ${at + 1}  ${heard ? `${hop} (${hop})  0.0${at + 1} ms  0.0${at + 1} ms  0.0${at + 1} ms` : '*  *  *'}\n`,
    );
  }
  return 0;
};

export const netstat: Program = async (process) => {
  const { stdout, machine } = process;
  await stdout.write('Active Internet connections (only servers)\n');
  await stdout.write('Proto Recv-Q Send-Q Local Address           Foreign Address         State       \n');
  for (const port of factsOf(machine)?.namespace.ports.keys() ?? []) {
    const local = `0.0.0.0:${port}`;
    await stdout.write(`tcp        0      0 ${local.padEnd(23)} 0.0.0.0:*               LISTEN      \n`);
  }
  return 0;
};
