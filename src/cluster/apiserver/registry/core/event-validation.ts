/** Validation of Events (pkg/apis/core/validation/events.go ValidateEventCreate). */
import { type FieldError, invalid, required } from '../../../../api/field-errors.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import type { Event } from './event.ts';

interface Full extends Event {
  action?: string;
}

/** What both groups ask. `controller` is how the group names the reporting controller. */
export function validateLegacyEvent(object: KubeObject, controller: string): FieldError[] {
  const event = object as Full;
  const errors: FieldError[] = [];
  const own = object.metadata?.namespace ?? '';
  const about = event.involvedObject?.namespace ?? '';
  const fits = about === '' ? own === '' || own === 'default' : about === own;
  if (!fits) errors.push(invalid('involvedObject.namespace', about, 'does not match event.namespace'));
  if (!event.eventTime) return errors;
  const reporter = event.reportingComponent ?? '';
  if (reporter === '') errors.push(required(controller));
  for (const message of isQualifiedName(reporter)) errors.push(invalid(controller, reporter, message));
  short('reportingInstance', event.reportingInstance, errors);
  short('action', event.action, errors);
  short('reason', event.reason, errors);
  if ((event.message ?? '').length > 1024)
    errors.push({
      reason: 'FieldValueTooLong',
      field: 'message',
      message: 'Too long: may not be more than 1024 bytes',
    });
  return errors;
}

function short(field: string, value: string | undefined, errors: FieldError[]): void {
  if (!value) errors.push(required(field));
  else if (value.length > 128)
    errors.push({ reason: 'FieldValueTooLong', field, message: 'Too long: may not be more than 128 bytes' });
}

/** What events.k8s.io/v1 asks beyond that. */
export function validateNewEvent(object: KubeObject): FieldError[] {
  const event = object as Full;
  const errors = validateLegacyEvent(object, 'reportingController');
  if (event.series) {
    if ((event.series.count ?? 0) < 2) errors.push(invalid('series.count', '', 'should be at least 2'));
    if (!event.series.lastObservedTime) errors.push(required('series.lastObservedTime'));
  }
  if (!event.eventTime) errors.push(required('eventTime'));
  if (event.type !== 'Normal' && event.type !== 'Warning')
    errors.push(invalid('type', '', `has invalid value: ${event.type ?? ''}`));
  const unset = (field: string, there: boolean): void => {
    if (there) errors.push(invalid(field, '', 'needs to be unset'));
  };
  unset('firstTimestamp', Boolean(event.firstTimestamp));
  unset('lastTimestamp', Boolean(event.lastTimestamp));
  unset('count', Boolean(event.count));
  unset('source', Boolean(event.source?.component || event.source?.host));
  return errors;
}
