/** PodLogOptions as a request's query holds them (apis/core/validation: ValidatePodLogOptions). */
import { forbiddenField, invalid, notSupported } from '../../../api/field-errors.ts';
import { badRequest, invalidObject } from '../../../api/status-errors.ts';
import type { FieldError } from '../registry/strategy.ts';

const KIND = { group: '', kind: 'PodLogOptions' };
const STREAMS = ['All', 'Stderr', 'Stdout'];

/** Throws BadRequest for what is no number, Invalid for what makes no sense. */
export function checkLogOptions(query: URLSearchParams, pod: string): void {
  const errors: FieldError[] = [];
  const number = (name: string, least: number, words: string): number | undefined => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (!/^[+-]?\d+$/.test(text)) {
      throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    }
    if (Number(text) < least) errors.push(invalid(name, Number(text), words));
    return Number(text);
  };
  const tail = number('tailLines', 0, 'must be greater than or equal to 0');
  number('limitBytes', 1, 'must be greater than 0');
  const since = number('sinceSeconds', 1, 'must be greater than 0');
  const time = query.get('sinceTime');
  if (time !== null && Number.isNaN(Date.parse(time))) {
    throw badRequest(
      `parsing time ${JSON.stringify(time)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(time)} as "2006"`,
    );
  }
  if (since !== undefined && time !== null) {
    errors.push(forbiddenField('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  }
  const stream = query.get('stream');
  if (stream !== null && stream !== 'All') {
    if (!STREAMS.includes(stream)) errors.push(notSupported('stream', stream, STREAMS));
    if (tail !== undefined) {
      errors.push(forbiddenField('', '`tailLines` and specific `stream` are mutually exclusive for now'));
    }
  }
  if (errors.length > 0) throw invalidObject(KIND, pod, errors);
}
