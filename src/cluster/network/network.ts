/** Puts the simulated network together: what the cluster's wiring and the engines need of it. */
import type { EngineClock } from '../../containers/cpu.ts';
import type { ServerContainer } from '../../containers/container.ts';
import type { Random } from '../../time/random.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import type { Verbs } from '../runtime/verbs.ts';
import { createClusterDns } from './cluster-dns.ts';
import { Fabric } from './fabric.ts';
import { ingressProgram } from './ingress-controller.ts';
import { createPolicyTable } from './network-policy.ts';
import { createServiceProxy, type ServiceProxy } from './service-proxy.ts';

export interface ClusterNetwork {
  /** For engines (`EngineOptions.network`) and `createWire`. */
  fabric: Fabric;
  proxy: ServiceProxy;
  /** Hook for `registry.k8s.io/ingress-nginx/controller`. */
  ingress(container: ServerContainer): () => void;
  /** Hook for `registry.k8s.io/kube-proxy`: rules stand still while no kube-proxy runs anywhere. */
  kubeProxy(container: ServerContainer): () => void;
}

export interface NetworkOptions {
  clock: EngineClock;
  random: Random;
  verbs: Verbs;
  informers: InformerFactory;
}

export function createClusterNetwork({ clock, random, verbs, informers }: NetworkOptions): ClusterNetwork {
  const proxy = createServiceProxy(informers, random.fork('service-proxy'));
  let address: string | undefined;
  const dns = createClusterDns({ informers, proxy, ingressAddress: () => address });
  const fabric = new Fabric({ clock, proxy, dns, policies: createPolicyTable(informers) });
  let proxies = 0;
  return {
    fabric,
    proxy,
    ingress: ingressProgram({
      verbs,
      informers,
      proxy,
      random: random.fork('ingress'),
      published: (ip) => {
        address = ip;
      },
    }),
    kubeProxy() {
      proxies++;
      proxy.thaw();
      return () => {
        proxies--;
        if (proxies === 0) proxy.freeze();
      };
    },
  };
}
