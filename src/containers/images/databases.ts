/**
 * The databases of books. They insist on their settings, log, listen and keep what is in their directory, as their users
 * remember; they keep no tables: their clients say so.
 */
import type { ServerContainer } from '../container.ts';
import { BASE_FILES, type Image, type ImageProgram } from '../image.ts';
import { PATH } from './http-server.ts';

interface Database {
  repository: string;
  tags: RegExp;
  program: string;
  port: number;
  /** Where it keeps its files. */
  directory: string;
  /** One of them must be set, or this is what the entry point says. */
  needs?: { variables: readonly string[]; words: string };
  ready: (at: string, version: string) => string;
  clients: readonly string[];
  size: number;
  memory: number;
}

const MYSQL_NEEDS = {
  variables: [
    'MYSQL_ROOT_PASSWORD',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'MYSQL_RANDOM_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD_FILE',
  ],
  words: `[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified
    You need to specify one of the following as an environment variable:
    - MYSQL_ROOT_PASSWORD
    - MYSQL_ALLOW_EMPTY_PASSWORD
    - MYSQL_RANDOM_ROOT_PASSWORD
`,
};

const DATABASES: readonly Database[] = [
  {
    repository: 'docker.io/library/mysql',
    tags: /^(latest|lts|innovation|5(\.[5-7](\.\d+)?)?|8(\.[0-4](\.\d+)?)?|9(\.\d+){0,2})(-(debian|oracle|oraclelinux9))?$/,
    program: 'mysqld',
    port: 3306,
    directory: '/var/lib/mysql',
    needs: MYSQL_NEEDS,
    ready: (at, version) =>
      `${at} 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.\n`,
    clients: ['mysql', 'mysqladmin', 'mysqldump'],
    size: 233_000_000,
    memory: 380 * 1024 * 1024,
  },
  {
    repository: 'docker.io/library/mariadb',
    tags: /^(latest|lts|1[0-2](\.\d+){0,2})(-(noble|jammy|focal|ubi))?$/,
    program: 'mariadbd',
    port: 3306,
    directory: '/var/lib/mysql',
    needs: {
      variables: [
        'MARIADB_ROOT_PASSWORD',
        'MYSQL_ROOT_PASSWORD',
        'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
        'MYSQL_ALLOW_EMPTY_PASSWORD',
        'MARIADB_RANDOM_ROOT_PASSWORD',
        'MARIADB_ROOT_PASSWORD_HASH',
      ],
      words: `[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified
\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD
`,
    },
    ready: (at, version) =>
      `${at} 0 [Note] mariadbd: ready for connections.\nVersion: '${version}-MariaDB'  socket: '/run/mysqld/mysqld.sock'  port: 3306  mariadb.org binary distribution\n`,
    clients: ['mariadb', 'mysql', 'mariadb-admin'],
    size: 105_000_000,
    memory: 90 * 1024 * 1024,
  },
  {
    repository: 'docker.io/library/postgres',
    tags: /^(latest|alpine|(9|1[0-8])(\.\d+){0,2})(-(alpine|bookworm|bullseye|trixie|alpine3\.\d+))?$/,
    program: 'postgres',
    port: 5432,
    directory: '/var/lib/postgresql/data',
    needs: {
      variables: ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD'],
      words: `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`,
    },
    ready: (at) =>
      `${at} [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432\n${at} [1] LOG:  database system is ready to accept connections\n`,
    clients: ['psql', 'pg_isready', 'pg_dump'],
    size: 158_000_000,
    memory: 28 * 1024 * 1024,
  },
  {
    repository: 'docker.io/library/mongo',
    tags: /^(latest|[3-8](\.\d+){0,2})(-(noble|jammy|focal|xenial|bionic))?$/,
    program: 'mongod',
    port: 27_017,
    directory: '/data/db',
    ready: (at) =>
      `{"t":{"$date":"${at}"},"s":"I",  "c":"NETWORK",  "id":23016,   "ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}\n`,
    clients: ['mongosh', 'mongo', 'mongodump'],
    size: 318_000_000,
    memory: 120 * 1024 * 1024,
  },
];

const isEmpty = (container: ServerContainer, directory: string): boolean =>
  !container.touched(directory) ||
  container.fs.stat(directory) === undefined ||
  container.fs.readDirectory(directory).length === 0;

function start(database: Database, container: ServerContainer): void {
  const { clock, config, fs } = container;
  const at = new Date(clock.now()).toISOString();
  const { needs, directory, port } = database;
  if (isEmpty(container, directory)) {
    if (needs && !needs.variables.some((name) => config.env[name])) {
      container.log(database.program === 'postgres' ? needs.words : `${at} ${needs.words}`, 'stderr');
      return container.exit(1);
    }
    fs.makeDirectory(directory, { recursive: true });
    fs.writeFile(`${directory}/${database.program}.version`, `${config.image}\n`);
  }
  // A client that speaks HTTP gets nothing sensible from a database: it accepts and hangs up.
  if (!container.listen(port)) {
    container.log(`${at} could not bind to port ${port}: Address already in use\n`, 'stderr');
    return container.exit(1);
  }
  const version = /^\d[\d.]*/.exec(config.image.split(':').pop() ?? '')?.[0] ?? 'latest';
  if (!container.resumed) container.log(database.ready(at, version));
}

function client(name: string): ImageProgram {
  return {
    kind: 'command',
    async run({ stderr }) {
      await stderr.write(`${name}: Tidepool's databases keep no tables, so there is nothing to ask them.\n`);
      return 1;
    },
  };
}

export const databases: readonly Image[] = DATABASES.map((database) => ({
  repository: database.repository,
  hasTag: (tag) => database.tags.test(tag),
  files: () => ({ ...BASE_FILES, '/usr/local/bin/docker-entrypoint.sh': '#!/bin/bash\nexec "$@"\n' }),
  env: () => ({ PATH }),
  entrypoint: ['docker-entrypoint.sh'],
  cmd: [database.program],
  exposedPorts: [database.port],
  size: () => database.size,
  memory: database.memory,
  shell: true,
  wrapper: 'docker-entrypoint.sh',
  programs: {
    [database.program]: { kind: 'server', start: (container) => start(database, container) },
    ...Object.fromEntries(database.clients.map((name) => [name, client(name)])),
  },
}));
