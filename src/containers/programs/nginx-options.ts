/** What `nginx` does beside serving: `-v`, `-V`, `-t`, `-T` and `-s SIGNAL` (src/core/nginx.c). */
import type { SignalName } from '../../shell/process.ts';
import type { ServerContainer } from '../container.ts';
import { errorLogDate } from '../http.ts';
import { readServers } from './nginx-config.ts';

const SIGNALS: Readonly<Record<string, SignalName>> = { quit: 'QUIT', reload: 'HUP', reopen: 'USR1', stop: 'TERM' };
const FILE = '/etc/nginx/nginx.conf';

/** The status with which such a call ends; undefined for one that is to serve. */
export function runNginxOption(container: ServerContainer, version: string): number | undefined {
  const [, option = '', value = ''] = container.argv;
  const say = (text: string): void => container.log(`${text}\n`, 'stderr');
  if (option === '-v' || option === '-V') {
    say(`nginx version: nginx/${version}`);
    if (option === '-V') say('built by gcc 12.2.0 (Debian 12.2.0-14+deb12u1)');
    return 0;
  }
  if (option !== '-t' && option !== '-T' && option !== '-s') return undefined;
  const broken = problemOf(container);
  if (option === '-s') {
    const signal = SIGNALS[value];
    if (!signal) say(`nginx: invalid option: "-s ${value}"`);
    else if (broken !== undefined) say(`nginx: [emerg] ${broken}`);
    else {
      const pid = container.pid ?? 1;
      say(`${errorLogDate(container.clock.now())} [notice] ${pid}#${pid}: signal process started`);
      container.sendSignal?.(1, signal);
      return 0;
    }
    return 1;
  }
  if (broken !== undefined) {
    say(`nginx: [emerg] ${broken}\nnginx: configuration file ${FILE} test failed`);
    return 1;
  }
  say(`nginx: the configuration file ${FILE} syntax is ok\nnginx: configuration file ${FILE} test is successful`);
  if (option === '-T') container.log(`# configuration file ${FILE}:\n${container.fs.readFile(FILE)}\n`);
  return 0;
}

function problemOf(container: ServerContainer): string | undefined {
  try {
    readServers(container.fs);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
