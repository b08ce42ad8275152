/** ps: procps' and busybox's (procps/ps.c of either). */
import { basename } from '../path.ts';
import type { Machine, Process, Program } from '../process.ts';
import { nameOf } from './identity.ts';

interface Row {
  pid: number;
  user: string;
  command: string;
  started: number;
}

function rows({ machine, pid, argv }: Process): Row[] {
  const known = machine.processes?.() ?? [
    { pid: pid ?? 1, user: 'root', command: argv.join(' '), started: machine.clock.now() },
  ];
  return known.map((row) => ({ ...row, user: userName(machine, row.user) }));
}

/** What the machine tells may be a number. */
function userName(machine: Machine, user: string): string {
  return /^\d+$/.test(user) ? (nameOf(machine, 'passwd', Number(user)) ?? user) : user;
}

export const ps: Program = async (process) => {
  const { machine, stdout, argv } = process;
  const known = rows(process);
  if (machine.dialect === 'ash') {
    await stdout.write('PID   USER     TIME  COMMAND\n');
    for (const { pid, user, command } of known) {
      await stdout.write(`${String(pid).padStart(5)} ${user.padEnd(8)}  0:00 ${command}\n`);
    }
    return 0;
  }
  const flags = argv.slice(1).join('');
  if (flags.includes('u') && !flags.startsWith('-')) {
    await stdout.write('USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n');
    for (const { pid, user, command, started } of known) {
      const state = pid === 1 ? 'Ss' : 'S';
      const columns = `${user.padEnd(8)}${String(pid).padStart(8)}  0.0  0.0   2576  1536 ?        ${state.padEnd(4)}`;
      await stdout.write(`${columns} ${clockTime(started)}   0:00 ${command}\n`);
    }
    return 0;
  }
  const full = flags.includes('f');
  await stdout.write(
    full ? 'UID          PID    PPID  C STIME TTY          TIME CMD\n' : '    PID TTY          TIME CMD\n',
  );
  for (const { pid, user, command, started } of known) {
    const name = basename(command.split(' ')[0]!);
    await stdout.write(
      full
        ? `${user.padEnd(8)}${String(pid).padStart(8)}       0  0 ${clockTime(started)} ?        00:00:00 ${command}\n`
        : `${String(pid).padStart(7)} ?        00:00:00 ${name}\n`,
    );
  }
  return 0;
};

const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 16);
