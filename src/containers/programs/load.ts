/** top, free and uptime (procps, busybox). A container sees its node's memory, not its limit. */
import type { Process, Program } from '../../shell/process.ts';
import { factsOf } from './machine-facts.ts';

/** Of every node. */
export const CORES = 4;
/** KiB. */
export const MEMORY = { total: 8_152_748, used: 2_104_332, buffers: 3_912_844 };

/** `up 2 days, 3:04` */
function age({ machine }: Process): string {
  const minutes = Math.floor((machine.clock.now() - (factsOf(machine)?.startedAt ?? machine.clock.now())) / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours}:${String(minutes % 60).padStart(2, '0')}`;
}

const timeOf = ({ machine }: Process): string => new Date(machine.clock.now()).toISOString().slice(11, 19);

function load(process: Process): string {
  const cores = (factsOf(process.machine)?.usage.cpu ?? 0).toFixed(2);
  return `${cores}, ${cores}, ${cores}`;
}

export const uptime: Program = async (process) => {
  await process.stdout.write(` ${timeOf(process)} up ${age(process)},  0 users,  load average: ${load(process)}\n`);
  return 0;
};

export const free: Program = async ({ argv, stdout }) => {
  const unit = argv.includes('-m') ? 1024 : argv.includes('-g') ? 1024 * 1024 : 1;
  const cell = (kib: number): string => String(Math.floor(kib / unit)).padStart(12);
  const { total, used, buffers } = MEMORY;
  const rest = total - used - buffers;
  await stdout.write('              total        used        free      shared  buff/cache   available\n');
  await stdout.write(`Mem:   ${[total, used, rest, 1_848, buffers, total - used].map(cell).join('')}\n`);
  await stdout.write(`Swap:  ${[0, 0, 0].map(cell).join('')}\n`);
  return 0;
};

function frame(process: Process): string {
  const { machine } = process;
  const facts = factsOf(machine);
  const { total, used, buffers } = MEMORY;
  const cpu = Math.round((facts?.usage.cpu ?? 0) * 100);
  const rows = (machine.processes?.() ?? []).map(({ pid, command }) => {
    const memory = Math.round((facts?.usage.memory ?? 0) / 1024);
    return { pid, command, memory, cpu: pid === 1 ? cpu : 0 };
  });
  const lines = rows.map(
    ({ pid, command, memory, cpu: share }) =>
      `${String(pid).padStart(5)}     0 root     S    ${String(memory).padStart(5)}   0%   0 ${String(share).padStart(3)}% ${command}`,
  );
  return [
    `Mem: ${used}K used, ${total - used}K free, 1848K shrd, 24132K buff, ${buffers}K cached`,
    `CPU:   ${cpu}% usr   0% sys   0% nic  ${Math.max(0, 100 - cpu)}% idle   0% io   0% irq   0% sirq`,
    `Load average: ${load(process).replaceAll(',', '')} 1/${rows.length} ${rows.at(-1)?.pid ?? 1}`,
    '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
    ...lines,
    '',
  ].join('\n');
}

/** Runs until it is told to stop, or for `-n` frames. */
export const top: Program = async (process) => {
  const { argv, stdout, machine, signal } = process;
  const text = argv.slice(1).join(' ');
  const asked = /-(?:b?n) ?(\d+)/.exec(text)?.[1];
  const frames = asked === undefined ? (stdout.isTerminal ? Infinity : 1) : Number(asked);
  for (let shown = 0; shown < frames; shown++) {
    if (shown > 0) await machine.clock.sleep(5_000, signal);
    await stdout.write((stdout.isTerminal && !text.includes('-b') ? '\x1b[H\x1b[J' : '') + frame(process));
  }
  return 0;
};
