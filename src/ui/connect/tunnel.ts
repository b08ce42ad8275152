/** The page's end of the way to a real API (node/tunnel.ts): the dev server's socket, as a port. */
import type { Port } from '../../client/port.ts';
import { FROM_CLUSTER, TO_CLUSTER } from './tunnel-events.ts';

export function tunnelPort(hot: NonNullable<ImportMeta['hot']>): Port {
  const heard = new Map<unknown, (data: unknown) => void>();
  return {
    postMessage: (message) => hot.send(TO_CLUSTER, message),
    addEventListener: (_type, listener) => {
      const hear = (data: unknown): void => listener(new MessageEvent('message', { data }));
      heard.set(listener, hear);
      hot.on(FROM_CLUSTER, hear);
    },
    removeEventListener: (_type, listener) => {
      const hear = heard.get(listener);
      if (hear) hot.off(FROM_CLUSTER, hear);
      heard.delete(listener);
    },
  };
}
