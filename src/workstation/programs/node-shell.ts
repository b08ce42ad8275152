/**
 * ssh NODE [COMMAND…] and `minikube ssh`: a small shell on a node.
 * Simplified: a node has no processes to see, and no files but what `node-files.ts` shows.
 */
import { curl } from '../../containers/programs/curl.ts';
import { plugIn } from '../../containers/programs/machine-network.ts';
import { runShell } from '../../shell/interpreter.ts';
import { lines } from '../../shell/lines.ts';
import type { Machine, Process, Program } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';
import { networkFrom } from '../network.ts';
import { type NodeFiles, openNodeFiles } from './node-files.ts';

export function ssh(options: WorkstationOptions): Program {
  return async (process) => {
    const args = process.argv.slice(1);
    while (args[0]?.startsWith('-')) args.splice(0, /^-[ilpo]$/.test(args[0]) ? 2 : 1);
    const [target, ...command] = args;
    if (target === undefined) {
      await process.stderr.write('usage: ssh [user@]NODE [command [argument ...]]\n');
      return 255;
    }
    return onNode(process, options, target.replace(/^.*@/, ''), command);
  };
}

/** Runs a command, or an interactive shell, on a node. 255 when there is no such node. */
export async function onNode(
  process: Process,
  options: WorkstationOptions,
  node: string,
  command: readonly string[],
): Promise<number> {
  if (!options.wire) {
    await process.stderr.write(`ssh: nodes of this cluster can only be reached through its API\n`);
    return 255;
  }
  if (!(await nodeExists(options, node))) {
    await process.stderr.write(`ssh: Could not resolve hostname ${node}: Name or service not known\n`);
    return 255;
  }
  const files = await openNodeFiles(options, node);
  const machine = nodeMachine(process, options, node, files);
  const env = { HOME: '/root', USER: 'root', PATH: '/usr/local/bin:/usr/bin:/bin' };
  const inside: Process = { ...process, machine, env, cwd: '/root', argv: ['bash', '-c', command.join(' ')] };
  if (command.length === 0 && process.stdin.isTerminal) return interact(process, inside, node, files);
  const status = await runShell(command.length > 0 ? inside : { ...inside, argv: ['bash'] });
  await files.heed();
  return status;
}

async function nodeExists(options: WorkstationOptions, node: string): Promise<boolean> {
  const response = await options.fetch(new Request(`http://cluster.local/api/v1/nodes/${encodeURIComponent(node)}`));
  await response.text();
  return response.ok;
}

function nodeMachine(process: Process, options: WorkstationOptions, node: string, files: NodeFiles): Machine {
  const { clock, tick } = process.machine;
  const programs: Readonly<Record<string, Program>> = { curl, systemctl: files.systemctl };
  const machine: Machine = {
    hostname: node,
    fs: files.fs,
    clock,
    find: (name) => (Object.hasOwn(programs, name) ? programs[name] : undefined),
    programs: () => Object.keys(programs),
    tick,
  };
  plugIn(machine, networkFrom(options.wire, { kind: 'node', node }));
  return machine;
}

/** Line by line: the terminal below echoes and edits. */
async function interact(process: Process, inside: Process, node: string, files: NodeFiles): Promise<number> {
  const prompt = `root@${node}:~# `;
  await process.stdout.write(prompt);
  for await (const { text } of lines(process.stdin, process.signal)) {
    if (/^\s*(exit|logout)\s*$/.test(text)) break;
    if (text.trim() !== '') await runShell({ ...inside, argv: ['bash', '-c', text] });
    await files.heed();
    await process.stdout.write(prompt);
  }
  await process.stdout.write('logout\n');
  return 0;
}
