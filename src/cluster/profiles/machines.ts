/**
 * The computers of a cluster: which there are and what ails them. Kubernetes knows nothing of them: it sees Nodes,
 * and that a kubelet has fallen silent.
 * Simplified: the kubelet of a machine that is cut off is stopped instead of asking in vain; its containers run on.
 */
import type { Ailments, Machine, Machines } from '../../client/controls.ts';
import type { Component } from '../runtime/component.ts';

/** What a snapshot keeps of a machine. */
export interface MachineState extends Ailments {
  name: string;
  /** The how-manieth it is: its addresses come of it. */
  index: number;
}

/** A machine's parts. They are made anew when it is switched on. */
export interface Body {
  kubelet: Component;
  powerOff(): void;
  powerOn(): void;
  setNetwork(network: Ailments['network']): void;
}

export interface MachineParts<B extends Body> {
  build(state: MachineState): B;
  /** By name and index of a machine that is to be added. */
  newName(index: number): string;
  address(index: number): string;
  isControlPlane(state: MachineState): boolean;
  /** Deletes its Node, as whoever owns the machines does when one is given back. */
  forget(name: string): void;
}

const HEALTHY: Ailments = { power: 'on', network: 'connected', slowness: 1 };
/** As a DNS-1123 subdomain: the kubelet could not register another name. */
const NAME = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/;

export const healthyMachine = (name: string, index: number): MachineState => ({ name, index, ...HEALTHY });

interface Known<B extends Body> {
  state: MachineState;
  body: B;
  kubelet: Supervised;
}

/** A kubelet that runs while it is wanted and can. */
interface Supervised extends Component {
  readonly wanted: boolean;
}

export class MachineRoom<B extends Body> {
  private readonly known = new Map<string, Known<B>>();

  constructor(
    private readonly parts: MachineParts<B>,
    states: readonly MachineState[],
    /** Names of components that were stopped on purpose. */
    private readonly stoppedAtFirst: readonly string[],
  ) {
    for (const state of states) this.put({ ...state });
  }

  get bodies(): B[] {
    return [...this.known.values()].map(({ body }) => body);
  }

  get kubelets(): Supervised[] {
    return [...this.known.values()].map(({ kubelet }) => kubelet);
  }

  body(name: string): B | undefined {
    return this.known.get(name)?.body;
  }

  states(): MachineState[] {
    return [...this.known.values()].map(({ state }) => ({ ...state }));
  }

  /** Switches on what is not off; kubelets that were stopped on purpose stay so. */
  start(): void {
    for (const { kubelet } of this.known.values()) if (!this.stoppedAtFirst.includes(kubelet.name)) kubelet.start();
  }

  list(): Machine[] {
    return [...this.known.values()].map(({ state, kubelet }) => {
      const { name, index, power, network, slowness } = state;
      const role = this.parts.isControlPlane(state) ? 'control-plane' : 'worker';
      const address = this.parts.address(index);
      return { name, role, address, kubelet: kubelet.running, power, network, slowness };
    });
  }

  /** Throws Error when the name is taken or cannot be a Node's. */
  add(name?: string): string {
    const taken = new Set(this.states().map(({ index }) => index));
    let index = 0;
    while (taken.has(index)) index++;
    const own = name ?? this.freeName(index);
    if (!NAME.test(own) || own.length > 253) throw new Error(`${JSON.stringify(own)} cannot be the name of a node`);
    if (this.known.has(own)) throw new Error(`there is a machine named ${own} already`);
    this.put(healthyMachine(own, index)).kubelet.start();
    return own;
  }

  remove(name: string): void {
    const { state, body, kubelet } = this.find(name);
    if (this.parts.isControlPlane(state))
      throw new Error(`${name} runs the control plane: without it there is no cluster`);
    kubelet.stop();
    if (state.power === 'on') body.powerOff();
    this.known.delete(name);
    this.parts.forget(name);
  }

  fault(name: string, ailments: Partial<Ailments>): void {
    const { state, body, kubelet } = this.find(name);
    const { power = state.power, network = state.network, slowness = state.slowness } = ailments;
    if (!(slowness >= 1)) throw new Error(`a machine is 1 or more times slower, not ${slowness}`);
    const before = { ...state };
    Object.assign(state, { power, network, slowness });
    if (before.network !== network) body.setNetwork(network);
    if (before.power !== power && power === 'off') {
      body.kubelet.stop();
      body.powerOff();
    } else if (before.power !== power) body.powerOn();
    if (kubelet.wanted) kubelet.start();
    if (!works(state)) body.kubelet.stop();
  }

  repair(name: string): void {
    const { kubelet } = this.find(name);
    this.fault(name, HEALTHY);
    kubelet.start();
  }

  private find(name: string): Known<B> {
    const known = this.known.get(name);
    if (!known) throw new Error(`there is no machine named ${name}`);
    return known;
  }

  private put(state: MachineState): Known<B> {
    const body = this.parts.build(state);
    const known = { state, body, kubelet: supervised(state, body) };
    this.known.set(state.name, known);
    return known;
  }

  private freeName(index: number): string {
    for (let i = index; ; i++) if (!this.known.has(this.parts.newName(i))) return this.parts.newName(i);
  }
}

/** The room as its users see it: what it throws is a rejection to them. */
export function machinesOf(room: MachineRoom<Body>): Machines {
  const soon = async <T>(act: () => T): Promise<T> => act();
  return {
    machines: () => soon(() => room.list()),
    addMachine: (name) => soon(() => room.add(name)),
    removeMachine: (name) => soon(() => room.remove(name)),
    fault: (name, ailments) => soon(() => room.fault(name, ailments)),
    repair: (name) => soon(() => room.repair(name)),
  };
}

const works = ({ power, network }: Ailments): boolean => power === 'on' && network === 'connected';

/** The machine's service manager: a kubelet that was started runs whenever its machine can. */
function supervised(state: MachineState, body: Body): Supervised {
  let wanted = false;
  return {
    name: `kubelet/${state.name}`,
    get running() {
      return body.kubelet.running;
    },
    get wanted() {
      return wanted;
    },
    start() {
      wanted = true;
      if (works(state)) body.kubelet.start();
    },
    stop() {
      wanted = false;
      body.kubelet.stop();
    },
  };
}
