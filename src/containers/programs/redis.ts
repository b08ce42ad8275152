/** redis-server, as far as learners go: strings, counters, lists, expiry; what it holds is lost with its container. */
import type { ServerContainer } from '../container.ts';
import { METHOD, type Reply, encodeReply } from './redis-protocol.ts';
import { runCommand } from './redis-commands.ts';

const PORT = 6379;
const DUMP = '/data/dump.rdb';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function stamp(at: number): string {
  const date = new Date(at);
  const time = date.toISOString().slice(11, 23);
  return `${String(date.getUTCDate()).padStart(2, '0')} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time}`;
}

/** What `--requirepass` or the configuration file says. */
function passwordOf({ argv, fs }: ServerContainer): string | undefined {
  const at = argv.indexOf('--requirepass');
  if (at >= 0) return argv[at + 1];
  const file = argv[1] && !argv[1].startsWith('--') ? argv[1] : undefined;
  const text = file && fs.stat(file)?.type === 'file' ? fs.readFile(file) : '';
  return /^requirepass\s+(\S+)/m.exec(text)?.[1];
}

/** Keys and values by database; JSON, for a snapshot takes it along. */
function load(container: ServerContainer): Record<string, unknown> {
  const { memory, fs } = container;
  if (memory['keys'] === undefined && container.touched('/data') && fs.stat(DUMP)?.type === 'file') {
    const text = fs.readFile(DUMP);
    memory['keys'] = text.startsWith('REDIS') ? (JSON.parse(text.slice(text.indexOf('{'))) as object) : {};
  }
  return (memory['keys'] ??= {}) as Record<string, unknown>;
}

export function startRedis(container: ServerContainer, version: string): void {
  const say = (text: string): void => container.logLazily(() => `1:M ${stamp(container.clock.now())} * ${text}\n`);
  const keys = load(container);
  const password = container.argv.length > 1 ? passwordOf(container) : undefined;
  const bound = container.listen(PORT, ({ method, body, headers }) => {
    if (method !== METHOD) {
      container.log(
        `1:M ${stamp(container.clock.now())} # Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. Connection aborted.\n`,
      );
      throw new Error('connection aborted');
    }
    return encodeReply(answer(JSON.parse(body) as string[], headers['auth']));
  });
  const answer = (words: readonly string[], auth: string | undefined): Reply => {
    if (password !== undefined && auth !== password && words[0]?.toUpperCase() !== 'AUTH')
      return { error: 'NOAUTH Authentication required.' };
    if (words[0]?.toUpperCase() === 'AUTH') {
      if (password === undefined)
        return {
          error:
            'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
        };
      return words.at(-1) === password
        ? { status: 'OK' }
        : { error: 'WRONGPASS invalid username-password pair or user is disabled.' };
    }
    return runCommand(words, { keys, now: container.clock.now(), version });
  };
  if (!bound) {
    container.log(
      `1:M ${stamp(container.clock.now())} # Warning: Could not create server TCP listening socket *:${PORT}: bind: Address already in use\n1:M ${stamp(container.clock.now())} # Failed listening on port ${PORT} (tcp), aborting.\n`,
    );
    return container.exit(1);
  }
  container.onStop((signal) => {
    if (signal === 'KILL') return;
    say('User requested shutdown...');
    if (Object.keys(keys).length > 0) save(container, keys, say);
    say('Redis is now ready to exit, bye bye...');
    container.exit(0);
  });
  if (container.resumed) return;
  say(`Redis version=${version}, bits=64, commit=00000000, modified=0, pid=1, just started`);
  say(`Running mode=standalone, port=${PORT}.`);
  say('Server initialized');
  say('Ready to accept connections tcp');
}

/** As at the end of a real one: the data is in /data, and stays when that is a volume. */
function save(container: ServerContainer, keys: object, say: (text: string) => void): void {
  say('Saving the final RDB snapshot before exiting.');
  container.fs.makeDirectory('/data', { recursive: true });
  container.fs.writeFile(DUMP, `REDIS0012${JSON.stringify(keys)}`);
  say('DB saved on disk');
}
