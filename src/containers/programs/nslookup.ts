/** BusyBox's nslookup (networking/nslookup.c): the first thing to type when a Service's name does not work. */
import type { Process } from '../../shell/process.ts';
import { networkOf } from './machine-network.ts';

export async function nslookup(process: Process): Promise<number> {
  const [name, server] = process.argv.slice(1).filter((word) => !word.startsWith('-'));
  if (name === undefined) {
    await process.stderr.write(
      'BusyBox v1.37.0 multi-call binary.\n\nUsage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n',
    );
    return 1;
  }
  const network = networkOf(process.machine);
  const answer = network.resolve(name);
  if (answer === 'unreachable') {
    await process.machine.clock.sleep(10_000, process.signal);
    await process.stderr.write(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  const address = server ?? network.nameServer;
  await process.stdout.write(`Server:\t\t${address}\nAddress:\t${address}:53\n\n`);
  if (answer === 'not found') {
    await process.stdout.write(`** server can't find ${name}: NXDOMAIN\n\n`);
    return 1;
  }
  for (const ip of answer.addresses) await process.stdout.write(`Name:\t${answer.name}\nAddress: ${ip}\n`);
  await process.stdout.write('\n');
  return 0;
}
