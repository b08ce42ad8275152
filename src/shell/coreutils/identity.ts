/** id and whoami, and the names of users and groups as /etc/passwd and /etc/group have them. */
import type { Machine, Process, Program } from '../process.ts';

interface User {
  uid: number;
  gid: number;
  groups: readonly number[];
}

/** The name of a user or group; undefined when the machine's files have none. */
export function nameOf(machine: Machine, file: 'passwd' | 'group', id: number): string | undefined {
  const lines = machine.fs.stat(`/etc/${file}`) ? machine.fs.readFile(`/etc/${file}`).split('\n') : [];
  for (const line of lines) {
    const [name, , number] = line.split(':');
    if (number === String(id)) return name;
  }
  return id === 0 ? 'root' : undefined;
}

function userOf({ machine, env }: Process): User {
  if (machine.user) return machine.user;
  const user = env['USER'] ?? 'root';
  return user === 'root' ? { uid: 0, gid: 0, groups: [0] } : { uid: 1000, gid: 1000, groups: [1000] };
}

/** The laptop's user is in none of its files. */
function namer(process: Process, { uid }: User): (file: 'passwd' | 'group', id: number) => string | undefined {
  const { machine, env } = process;
  const own = machine.user ? undefined : env['USER'];
  return (file, id) => (own !== undefined && id === uid ? own : nameOf(machine, file, id));
}

export const whoami: Program = async (process) => {
  const { machine, stdout, stderr } = process;
  const user = userOf(process);
  const name = namer(process, user)('passwd', user.uid);
  if (name !== undefined) {
    await stdout.write(`${name}\n`);
    return 0;
  }
  const why = machine.dialect === 'ash' ? `unknown uid ${user.uid}` : `cannot find name for user ID ${user.uid}`;
  await stderr.write(`whoami: ${why}\n`);
  return 1;
};

export const id: Program = async (process) => {
  const { argv, stdout } = process;
  const user = userOf(process);
  const name = namer(process, user);
  const flags = argv.slice(1).join('');
  const named = flags.includes('n');
  const shown = (file: 'passwd' | 'group', number: number): string =>
    named ? (name(file, number) ?? String(number)) : String(number);
  const full = (file: 'passwd' | 'group', number: number): string => {
    const text = name(file, number);
    return text === undefined ? String(number) : `${number}(${text})`;
  };
  const { groups } = user;
  const text = flags.includes('u')
    ? shown('passwd', user.uid)
    : flags.includes('g')
      ? shown('group', user.gid)
      : flags.includes('G')
        ? groups.map((group) => shown('group', group)).join(' ')
        : `uid=${full('passwd', user.uid)} gid=${full('group', user.gid)} groups=${groups.map((group) => full('group', group)).join(',')}`;
  await stdout.write(`${text}\n`);
  return 0;
};
