/** The laptop in its worker, as the page's panels use it. */
import { WorkstationClient } from '../../workstation/client.ts';
import type { Laptop } from '../panels/laptop.ts';
import type { LaptopMessage } from './connect.ts';

export function connectLaptop(worker: Worker): Laptop {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: 'serve' } satisfies LaptopMessage, [port2]);
  return new WorkstationClient(port1);
}
