/** minikube node add|delete|list|start|stop (minikube's cmd/minikube/cmd/node*.go): machines of the simulated cluster. */
import type { Machine, Machines } from '../../client/controls.ts';
import type { Process } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';

const USAGE = `Operations on nodes

Available Commands:
  add           Adds a node to the given cluster.
  delete        Deletes a node from a cluster.
  list          List nodes.
  start         Starts a node.
  stop          Stops a node in a cluster.

Usage:
  minikube node [flags] [options]
`;

export async function node(process: Process, options: WorkstationOptions, args: readonly string[]): Promise<number> {
  const { machines } = options;
  const [verb, ...rest] = args;
  const name = rest.find((argument) => !argument.startsWith('-'));
  if (verb === undefined || verb === 'help') return say(process, USAGE);
  const act = machines && VERBS[verb];
  if (!machines)
    return fail(process, 'The machines of this cluster are not ours: no node can be added or stopped from here');
  if (!act) return fail(process, `unknown command ${JSON.stringify(verb)} for "minikube node"`);
  try {
    return await act({ process, options, machines, name });
  } catch (error) {
    return fail(process, (error as Error).message);
  }
}

interface Call {
  process: Process;
  options: WorkstationOptions;
  machines: Machines;
  name: string | undefined;
}

const VERBS: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  async list({ process, machines }) {
    for (const { name, address } of await machines.machines()) await say(process, `${name}\t${address}\n`);
    return 0;
  },
  async add({ process, machines, name }) {
    const added = await machines.addMachine(name);
    await say(process, `😄  Adding node ${added} to cluster minikube as [worker]\n`);
    return say(process, `🏄  Successfully added ${added} to minikube!\n`);
  },
  async delete(call) {
    const { process, options, machines } = call;
    const { name } = await named(call, 'delete');
    await say(process, `🔥  Deleting node ${name} from cluster minikube\n`);
    await cordon(options, name);
    await machines.removeMachine(name);
    return say(process, `💀  Node ${name} was successfully deleted.\n`);
  },
  async stop(call) {
    const { name } = await named(call, 'stop');
    await say(call.process, `✋  Stopping node "${name}"  ...\n`);
    await call.machines.fault(name, { power: 'off' });
    return say(call.process, `🛑  Successfully stopped node ${name}\n`);
  },
  async start(call) {
    const { name, power } = await named(call, 'start');
    if (power === 'on') return say(call.process, `👍  ${name} is already running\n`);
    await say(call.process, `👍  Starting "${name}" worker node in "minikube" cluster\n`);
    await call.machines.repair(name);
    return say(call.process, `🏄  Successfully started node ${name}!\n`);
  },
};

async function named({ machines, name }: Call, verb: string): Promise<Machine> {
  if (name === undefined) throw new Error(`Usage: minikube node ${verb} [name]`);
  const found = (await machines.machines()).find((machine) => machine.name === name);
  if (!found) throw new Error(`retrieving node: Could not find node ${name}`);
  return found;
}

/** As minikube, which lets nothing new come where all is about to go. */
async function cordon({ fetch }: WorkstationOptions, name: string): Promise<void> {
  const response = await fetch(
    new Request(`http://cluster.local/api/v1/nodes/${encodeURIComponent(name)}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: { unschedulable: true } }),
    }),
  );
  await response.text();
}

async function say(process: Process, text: string): Promise<number> {
  await process.stdout.write(text);
  return 0;
}

async function fail(process: Process, why: string): Promise<number> {
  await process.stderr.write(`❌  Exiting due to ${why}\n`);
  return 80;
}
