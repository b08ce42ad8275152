/** What a describer is, and the Events block at the end of most pages. */
import type { Event } from 'kubernetes-types/core/v1';
import type { KubeList, KubeObject } from '../../api/object.ts';
import type { Client } from '../../client/client.ts';
import type { Page } from './page.ts';

export interface DescribeContext {
  client: Client;
  /** `--show-events`. */
  showEvents: boolean;
}

/** Writes one object's page. Further requests (events, owned objects) are its own. */
export type Describer = (object: KubeObject, page: Page, context: DescribeContext) => Promise<void>;

const EVENTS = { group: '', version: 'v1', resource: 'events' };

export async function describeEvents(
  object: KubeObject,
  page: Page,
  { client, showEvents }: DescribeContext,
): Promise<void> {
  if (!showEvents) return;
  const { name = '', namespace, annotations } = object.metadata ?? {};
  // The kubelet tells of its static Pods by the uid that it gave them.
  const uid = annotations?.['kubernetes.io/config.mirror'] ?? object.metadata?.uid;
  const terms = [`involvedObject.kind=${object.kind ?? ''}`, `involvedObject.name=${name}`];
  if (namespace) terms.push(`involvedObject.namespace=${namespace}`);
  const about = (id: string | undefined): Promise<KubeList<Event>> =>
    client.list<Event>(EVENTS, {
      ...(namespace ? { namespace } : {}),
      fieldSelector: [...terms, ...(id ? [`involvedObject.uid=${id}`] : [])].join(','),
      limit: 500,
    });
  const items: Event[] = [];
  try {
    items.push(...(await about(uid)).items);
    // Controllers speak of a node by its uid, its kubelet by its name.
    if (object.kind === 'Node') items.push(...(await about(name)).items);
  } catch {
    // As the original: no events to show is not worth an error.
    return;
  }
  if (items.length === 0) return page.line(0, 'Events:\t<none>');
  page.line(0, 'Events:');
  page.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  page.line(1, '----\t------\t----\t----\t-------');
  // As the original: who reports by the newer API sets no last timestamp, and comes first.
  const time = (event: Event): number => (event.lastTimestamp ? Date.parse(event.lastTimestamp) : 0);
  for (const event of items.toSorted((a, b) => time(a) - time(b))) {
    page.line(
      1,
      [
        event.type,
        event.reason,
        interval(event, page),
        event.source?.component || event.reportingComponent,
        messageOf(event),
      ].join('\t'),
    );
  }
}

/** Of which container it tells, and what. */
function messageOf({ involvedObject, message = '' }: Event): string {
  const { fieldPath } = involvedObject;
  return fieldPath ? `${fieldPath}: ${message.trim()}` : message.trim();
}

/** `5s (x3 over 2m)`. */
export function interval(event: Event, page: Pick<Page, 'age'>): string {
  const first = page.age(event.eventTime ?? event.firstTimestamp);
  if (event.series) return `${page.age(event.series.lastObservedTime)} (x${event.series.count} over ${first})`;
  return (event.count ?? 0) > 1 ? `${page.age(event.lastTimestamp)} (x${event.count} over ${first})` : first;
}
