/** Events (pkg/registry/core/event/strategy.go; printers.go printEvent). */
import type { KubeObject } from '../../../../api/object.ts';
import { age } from '../../../../api/duration.ts';
import { columns, nameOf } from '../columns.ts';
import { validateLegacyEvent } from './event-validation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Reference {
  kind?: string;
  namespace?: string;
  name?: string;
  uid?: string;
  apiVersion?: string;
  resourceVersion?: string;
  fieldPath?: string;
}

export interface Event {
  involvedObject?: Reference;
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { count?: number; lastObservedTime?: string };
  source?: { component?: string; host?: string };
  reportingComponent?: string;
  reportingInstance?: string;
}

function source(event: Event): string {
  const component = event.source?.component || event.reportingComponent || '';
  const host = event.source?.host || event.reportingInstance || '';
  return host ? `${component}, ${host}` : component;
}

function subject({ kind = '', name = '' }: Reference): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

/** Fields without omitempty: they are there, empty or null, in every Event. */
function showAlways(object: KubeObject): void {
  const event = object as Event;
  for (const field of ['firstTimestamp', 'lastTimestamp', 'eventTime'] as const) event[field] ??= null;
  event.source ??= {};
  event.reportingComponent ??= '';
  event.reportingInstance ??= '';
}

export const eventStrategy: Strategy = {
  info: info('v1', 'Event', 'events', { shortNames: ['ev'] }),
  allowCreateOnUpdate: true,
  applyDefaults: showAlways,
  validate: (object) => validateLegacyEvent(object, 'reportingController'),
  validateUpdate: () => [],
  columns: columns(
    'Last Seen',
    'Type',
    'Reason',
    'Object',
    'Subobject*',
    'Source*',
    'Message',
    'First Seen*',
    'Count*',
    'Name*',
  ),
  cells(object, now) {
    const event = object as Event;
    const first = event.firstTimestamp ? age(event.firstTimestamp, now) : age(event.eventTime, now);
    let last = event.lastTimestamp ? age(event.lastTimestamp, now) : first;
    let count = event.count ?? 0;
    if (event.series) {
      last = age(event.series.lastObservedTime, now);
      count = (event.series.count ?? 0) + 1;
    } else if (count === 0) count = 1;
    const involved = event.involvedObject ?? {};
    return [
      last,
      event.type ?? '',
      event.reason ?? '',
      subject(involved),
      involved.fieldPath ?? '',
      source(event),
      (event.message ?? '').trim(),
      first,
      count,
      nameOf(object),
    ];
  },
  selectableFields(object: KubeObject) {
    const event = object as Event;
    const involved = event.involvedObject ?? {};
    return {
      'involvedObject.kind': involved.kind ?? '',
      'involvedObject.namespace': involved.namespace ?? '',
      'involvedObject.name': involved.name ?? '',
      'involvedObject.uid': involved.uid ?? '',
      'involvedObject.apiVersion': involved.apiVersion ?? '',
      'involvedObject.resourceVersion': involved.resourceVersion ?? '',
      'involvedObject.fieldPath': involved.fieldPath ?? '',
      reason: event.reason ?? '',
      reportingComponent: event.reportingComponent ?? '',
      source: event.source?.component || event.reportingComponent || '',
      type: event.type ?? '',
    };
  },
};
