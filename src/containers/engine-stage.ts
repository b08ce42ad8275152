/** A container engine with nobody else on its network, for tests. */
import { seededRandom } from '../time/random.ts';
import type { Container, ContainerConfig } from './container.ts';
import type { EngineClock } from './cpu.ts';
import { createEngine, type Engine } from './engine.ts';
import { noNetwork } from './network.ts';
import { shellPrograms } from './shell-programs.ts';

export function openEngine(clock: EngineClock, seed: string): Engine {
  return createEngine({
    clock,
    random: seededRandom(seed),
    node: { name: 'node', ip: '192.168.49.2' },
    network: noNetwork,
    allocateIP: () => '10.244.0.2',
    shell: shellPrograms,
  });
}

/** A container of a Pod `default/web`, not started yet. */
export function createContainer(
  engine: Engine,
  image: string,
  argv: readonly string[],
  more: Partial<ContainerConfig> = {},
  hostname = 'web',
): Container {
  const pod = { uid: 'u', namespace: 'default', name: 'web', attempt: 0, hostNetwork: false };
  return engine.createContainer(engine.createSandbox({ ...pod, hostname }), {
    name: 'main',
    image,
    attempt: 0,
    argv: [...argv],
    env: {},
    workingDir: '/',
    mounts: [],
    ports: [],
    stopSignal: 'TERM',
    ...more,
  });
}
