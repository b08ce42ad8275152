/** The latest requests to the API server, kept for the page's request view and for goals that ask what was asked. */
import type { AuditRecord } from '../client/controls.ts';
import type { Cluster } from '../cluster/cluster-contract.ts';

const KEPT = 4000;

export function createAuditTrail() {
  let records: AuditRecord[] = [];
  let seq = 0;
  return {
    /** Of a cluster that took the place of another, too. */
    follow(cluster: Pick<Cluster, 'onAudit'>): void {
      cluster.onAudit((event) => {
        // Heartbeats: most of all requests, and never what anybody looks for.
        if (event.resource === 'leases') return;
        records.push({ ...event, seq: ++seq });
        if (records.length > 2 * KEPT) records = records.slice(-KEPT);
      });
    },
    after: (last: number): readonly AuditRecord[] => (last >= seq ? [] : records.slice(-Math.min(KEPT, seq - last))),
  };
}
