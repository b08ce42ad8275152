/** A container as the machine that its programs run on. */
import { createProcessLimit } from '../shell/process-limit.ts';
import type { Machine } from '../shell/process.ts';
import { mayUse } from './capabilities.ts';
import type { Container, Host } from './container.ts';
import { createCpu } from './cpu.ts';
import { askServers, nameServerOf, requestFrom, resolveIn } from './resolver.ts';
import { tellFacts } from './programs/machine-facts.ts';
import { plugIn } from './programs/machine-network.ts';

/** Processes that its shells may have at once. Simplified: a node takes more, the learner's memory does not. */
const MOST_FORKS = 512;
/** Bytes that each of them takes. */
const FORK_MEMORY = 1024 * 1024;

/** Many small processes use up the memory as one large one does. */
export function processLimitOf(container: Container): NonNullable<Machine['fork']> {
  return createProcessLimit(MOST_FORKS, (count) => {
    if (count * FORK_MEMORY > (container.config.memoryLimit ?? Infinity)) container.runOutOfMemory();
  });
}

export function machineOf(container: Container, host: Host, fork: NonNullable<Machine['fork']>): Machine {
  const { config, namespace, clock, processes } = container;
  const { user } = config;
  const { network } = host;
  const machine: Machine = {
    hostname: container.hostname,
    fs: container.fs,
    clock,
    find: (name) => host.find(container, name),
    programs: () => host.programs(container),
    tick: createCpu(clock, { cores: () => container.config.cpuLimit, worked: (ms) => container.work(ms) }),
    ...(user && { user }),
    can: (capability) => mayUse(config, capability),
    fork,
    get memory() {
      return container.config.memoryLimit ?? Infinity;
    },
    dialect: host.dialect(container),
    processes: () =>
      processes.list().map(({ pid, uid, argv, startedAt }) => ({
        pid,
        user: String(uid),
        command: argv.join(' '),
        started: startedAt,
      })),
    kill: (pid, signal) => processes.kill(pid, signal),
  };
  tellFacts(machine, container);
  plugIn(machine, {
    request: (request, signal) => requestFrom(container, network, request, signal),
    resolve: (name) => askServers(container, network, name),
    lookUp: (name) => resolveIn(container, network, name),
    services: (name) => network.services(namespace, name),
    get nameServer() {
      return nameServerOf(container) ?? network.nameServer;
    },
  });
  return machine;
}
