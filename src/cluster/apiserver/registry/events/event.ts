/** Events of events.k8s.io/v1: another view of the core group's (pkg/apis/events/v1/conversion.go). */
import type { KubeObject } from '../../../../api/object.ts';
import { eventStrategy } from '../core/event.ts';
import { validateNewEvent } from '../core/event-validation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

/** This group's name for a field, and the core group's. */
const NAMES: readonly (readonly [here: string, core: string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];
const TO_CORE = new Map(NAMES);
const FROM_CORE = new Map(NAMES.map(([here, core]) => [core, here]));

function renamed(object: KubeObject, names: ReadonlyMap<string, string>, apiVersion: string): KubeObject {
  const fields = Object.entries(object).map(([key, value]) => [names.get(key) ?? key, value]);
  return { ...(Object.fromEntries(fields) as KubeObject), kind: 'Event', apiVersion };
}

const encode = (object: KubeObject): KubeObject => renamed(object, TO_CORE, 'v1');
const decode = (object: KubeObject): KubeObject => renamed(object, FROM_CORE, 'events.k8s.io/v1');

export const eventsEventStrategy: Strategy = {
  info: info('events.k8s.io/v1', 'Event', 'events', { shortNames: ['ev'] }),
  judgedAs: { group: '', kind: 'Event' },
  stored: { table: 'events', encode, decode },
  allowCreateOnUpdate: true,
  validate: (object) => validateNewEvent(encode(object)),
  validateUpdate: () => [],
  columns: eventStrategy.columns,
  cells: (object, now) => eventStrategy.cells(encode(object), now),
  selectableFields(object) {
    const { source: _, ...core } = eventStrategy.selectableFields?.(encode(object)) ?? {};
    const entries = Object.entries(core).map(([key, value]) => [fieldName(key), value]);
    return Object.fromEntries(entries) as Record<string, string>;
  },
};

/** What a field of the core Event is called here (pkg/apis/events/v1/conversion.go). */
function fieldName(core: string): string {
  return core === 'reportingComponent' ? 'reportingController' : core.replace(/^involvedObject\./, 'regarding.');
}
