/** The API server (kube-apiserver): verbs over the store for components, and over them HTTP for everyone else. */
import type { Fetch } from '../../client/client.ts';
import type { OpenStream } from '../../client/stream.ts';
import type { Clock } from '../../time/clock.ts';
import type { Random } from '../../time/random.ts';
import type { AuditEvent } from '../cluster-contract.ts';
import type { Store, StoreSnapshot } from '../store/contract.ts';
import { createStore } from '../store/store.ts';
import { admissionPlugins } from './admission/index.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import type { AggregatedApi } from './aggregation/aggregated.ts';
import { keepApiServices } from './aggregation/keep.ts';
import { serveCustomResources } from './apiextensions/serve.ts';
import { Audit } from './audit.ts';
import { type AuthorizationMode, createAuthorizer } from './authorization/authorizer.ts';
import { authorizedVerbs } from './authorization/authorized-verbs.ts';
import { type Core, Kinds } from './core.ts';
import type { Connect } from './http/connect.ts';
import { createHandler } from './http/handler.ts';
import { checkPolicyTypes } from './policies/type-checking.ts';
import type { Strategy } from './registry/strategy.ts';
import { keepServiceAddresses } from './service-addresses.ts';
import type { Verbs } from './verbs-contract.ts';
import { createVerbs } from './verbs/verbs.ts';

export interface ApiServerOptions {
  strategies: readonly Strategy[];
  clock: Clock;
  random: Random;
  /** Start from this store, or from a snapshot, or empty. */
  store?: Store | undefined;
  snapshot?: StoreSnapshot | undefined;
  /** Revisions that the store keeps. */
  historyLimit?: number | undefined;
  /** AlwaysAllow unless said otherwise. */
  authorization?: AuthorizationMode | undefined;
  /** Beside the built-in plugins. */
  admission?: readonly AdmissionPlugin[] | undefined;
  /** Subresources that are streams or belong to other parts: `pods/log`, `pods/exec`, `services/proxy`, … */
  connect?: Readonly<Record<string, Connect>> | undefined;
  /** APIs of other servers, which APIServices lead to. */
  aggregated?: ((core: Core) => readonly AggregatedApi[]) | undefined;
}

export interface ApiServer {
  store: Store;
  verbs: Verbs;
  fetch: Fetch;
  /** As fetch, for subresources that are two-way streams. */
  stream: OpenStream;
  onAudit(seen: (event: AuditEvent) => void): () => void;
  /** Virtual time of the last write that was not a Lease. */
  lastChange(): number;
  snapshot(options?: { history?: boolean }): StoreSnapshot;
  /** Ends all watches. */
  stop(): void;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { clock, random } = options;
  const store = options.store ?? createStore({ clock, snapshot: options.snapshot, historyLimit: options.historyLimit });
  // Chance must not repeat itself when a cluster starts from a snapshot: names and uids depend on the revision.
  const chance = random.fork(`apiserver/${store.revision}`);
  const core: Core = {
    store,
    clock,
    names: chance.fork('names'),
    uids: chance.fork('uids'),
    kinds: new Kinds(options.strategies),
    admission: [...admissionPlugins, ...(options.admission ?? [])],
    authorizer: createAuthorizer(store, options.authorization ?? 'AlwaysAllow'),
  };
  const audit = new Audit(clock);
  const verbs = createVerbs(core, audit);
  const followers = [
    serveCustomResources(core, verbs),
    checkPolicyTypes(core, verbs),
    keepApiServices(core, verbs, options.aggregated?.(core)),
  ];
  const addresses = keepServiceAddresses(store, verbs);
  const handler = createHandler({ core, verbs, audit, connect: options.connect ?? {} });
  return {
    store,
    verbs: authorizedVerbs(verbs, core.authorizer, audit),
    fetch: handler.fetch,
    stream: (request, protocols) => handler.stream(request, protocols),
    onAudit: (seen) => audit.listen(seen),
    lastChange: () => store.lastWrite(['leases.coordination.k8s.io']),
    snapshot: (how) => store.snapshot(how),
    stop() {
      for (const follower of followers) follower.stop();
      addresses.stop();
      handler.stop();
      store.stop();
    },
  };
}
