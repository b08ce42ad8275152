/** The commands of redis that learners type, with the server's own replies. Pure but for the keys it is given. */
import type { Reply } from './redis-protocol.ts';

export interface Database {
  /** Text, or a list of texts; expiry times under `\u0000expires`. */
  keys: Record<string, unknown>;
  /** ms since the epoch. */
  now: number;
  version: string;
}

type Command = (args: readonly string[], database: Database) => Reply;

const EXPIRES = '\u0000expires';
const OK: Reply = { status: 'OK' };
const WRONG_TYPE: Reply = { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' };
const NOT_INTEGER: Reply = { error: 'ERR value is not an integer or out of range' };

const expiries = ({ keys }: Database): Record<string, number> => (keys[EXPIRES] ??= {}) as Record<string, number>;

function get(key: string, database: Database): unknown {
  const until = expiries(database)[key];
  if (until === undefined || until > database.now)
    return Object.hasOwn(database.keys, key) ? database.keys[key] : undefined;
  remove(key, database);
  return undefined;
}

function remove(key: string, database: Database): boolean {
  const had = Object.hasOwn(database.keys, key) && key !== EXPIRES;
  if (had) delete database.keys[key];
  delete expiries(database)[key];
  return had;
}

function set(key: string, value: unknown, database: Database): void {
  Object.defineProperty(database.keys, key, { value, writable: true, enumerable: true, configurable: true });
}

function add(key: string, by: number, database: Database): Reply {
  const old = get(key, database) ?? '0';
  if (typeof old !== 'string') return WRONG_TYPE;
  if (!/^-?\d{1,18}$/.test(old) || !Number.isInteger(by)) return NOT_INTEGER;
  const next = Number(old) + by;
  set(key, String(next), database);
  return next;
}

function push(key: string, values: readonly string[], database: Database, side: 'left' | 'right'): Reply {
  const old = get(key, database) ?? [];
  if (!Array.isArray(old)) return WRONG_TYPE;
  const next = side === 'right' ? [...old, ...values] : [...values.toReversed(), ...old];
  set(key, next, database);
  return next.length;
}

function pop(key: string, database: Database, side: 'left' | 'right'): Reply {
  const old = get(key, database);
  if (old === undefined) return null;
  if (!Array.isArray(old)) return WRONG_TYPE;
  const left = [...(old as string[])];
  const taken = side === 'left' ? left.shift() : left.pop();
  if (left.length === 0) remove(key, database);
  else set(key, left, database);
  return taken ?? null;
}

function range(key: string, from: number, to: number, database: Database): Reply {
  const list = get(key, database) ?? [];
  if (!Array.isArray(list)) return WRONG_TYPE;
  const at = (index: number): number => (index < 0 ? list.length + index : index);
  return (list as string[]).slice(Math.max(0, at(from)), at(to) + 1);
}

/** `foo*` as redis matches it: `*`, `?` and classes. */
function matches(pattern: string, key: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(key);
}

const namesOf = (database: Database): string[] =>
  Object.keys(database.keys).filter((key) => key !== EXPIRES && get(key, database) !== undefined);

/** Smallest number of words after the name. */
const COMMANDS: Readonly<Record<string, [least: number, run: Command]>> = {
  PING: [0, ([text]) => text ?? { status: 'PONG' }],
  ECHO: [1, ([text = '']) => text],
  SELECT: [1, () => OK],
  COMMAND: [0, () => []],
  TIME: [0, (_, { now }) => [String(Math.floor(now / 1000)), String((now % 1000) * 1000)]],
  GET: [
    1,
    ([key = ''], database) => {
      const value = get(key, database);
      return value === undefined ? null : typeof value === 'string' ? value : WRONG_TYPE;
    },
  ],
  SET: [
    2,
    ([key = '', value = '', ...options], database) => {
      const asked = options.map((word) => word.toUpperCase());
      if (asked.includes('NX') && get(key, database) !== undefined) return null;
      if (asked.includes('XX') && get(key, database) === undefined) return null;
      remove(key, database);
      set(key, value, database);
      const ex = asked.indexOf('EX');
      if (ex >= 0) expiries(database)[key] = database.now + Number(options[ex + 1]) * 1000;
      return OK;
    },
  ],
  SETNX: [
    2,
    ([key = '', value = ''], database) => {
      if (get(key, database) !== undefined) return 0;
      set(key, value, database);
      return 1;
    },
  ],
  MSET: [
    2,
    (words, database) => {
      for (let i = 0; i + 1 < words.length; i += 2) set(words[i]!, words[i + 1]!, database);
      return OK;
    },
  ],
  MGET: [
    1,
    (names, database) =>
      names.map((key) => {
        const value = get(key, database);
        return typeof value === 'string' ? value : null;
      }),
  ],
  APPEND: [
    2,
    ([key = '', more = ''], database) => {
      const next = `${String(get(key, database) ?? '')}${more}`;
      set(key, next, database);
      return next.length;
    },
  ],
  INCR: [1, ([key = ''], database) => add(key, 1, database)],
  DECR: [1, ([key = ''], database) => add(key, -1, database)],
  INCRBY: [2, ([key = '', by], database) => add(key, Number(by), database)],
  DECRBY: [2, ([key = '', by], database) => add(key, -Number(by), database)],
  DEL: [1, (names, database) => names.filter((key) => remove(key, database)).length],
  EXISTS: [1, (names, database) => names.filter((key) => get(key, database) !== undefined).length],
  TYPE: [
    1,
    ([key = ''], database) => {
      const value = get(key, database);
      return { status: value === undefined ? 'none' : Array.isArray(value) ? 'list' : 'string' };
    },
  ],
  KEYS: [1, ([pattern = '*'], database) => namesOf(database).filter((key) => matches(pattern, key))],
  DBSIZE: [0, (_, database) => namesOf(database).length],
  FLUSHALL: [
    0,
    (_, database) => {
      for (const key of Object.keys(database.keys)) delete database.keys[key];
      return OK;
    },
  ],
  FLUSHDB: [
    0,
    (_, database) => {
      for (const key of Object.keys(database.keys)) delete database.keys[key];
      return OK;
    },
  ],
  EXPIRE: [
    2,
    ([key = '', seconds], database) => {
      if (get(key, database) === undefined) return 0;
      expiries(database)[key] = database.now + Number(seconds) * 1000;
      return 1;
    },
  ],
  TTL: [
    1,
    ([key = ''], database) => {
      if (get(key, database) === undefined) return -2;
      const until = expiries(database)[key];
      return until === undefined ? -1 : Math.round((until - database.now) / 1000);
    },
  ],
  LPUSH: [2, ([key = '', ...values], database) => push(key, values, database, 'left')],
  RPUSH: [2, ([key = '', ...values], database) => push(key, values, database, 'right')],
  LPOP: [1, ([key = ''], database) => pop(key, database, 'left')],
  RPOP: [1, ([key = ''], database) => pop(key, database, 'right')],
  LLEN: [
    1,
    ([key = ''], database) => {
      const list = get(key, database) ?? [];
      return Array.isArray(list) ? list.length : WRONG_TYPE;
    },
  ],
  LRANGE: [3, ([key = '', from, to], database) => range(key, Number(from), Number(to), database)],
  SAVE: [0, () => OK],
  BGSAVE: [0, () => ({ status: 'Background saving started' })],
  INFO: [
    0,
    (_, database) =>
      `# Server\r\nredis_version:${database.version}\r\nredis_mode:standalone\r\nos:Linux\r\ntcp_port:6379\r\n\r\n# Replication\r\nrole:master\r\nconnected_slaves:0\r\n\r\n# Keyspace\r\ndb0:keys=${namesOf(database).length},expires=${Object.keys(expiries(database)).length},avg_ttl=0\r\n`,
  ],
};

export function runCommand([name = '', ...args]: readonly string[], database: Database): Reply {
  const upper = name.toUpperCase();
  const command = Object.hasOwn(COMMANDS, upper) ? COMMANDS[upper] : undefined;
  if (!command) {
    const shown = args.map((arg) => `'${arg}' `).join('');
    return { error: `ERR unknown command '${name}', with args beginning with: ${shown}` };
  }
  const [least, run] = command;
  if (args.length < least) return { error: `ERR wrong number of arguments for '${name.toLowerCase()}' command` };
  return run(args, database);
}
