/** The errors an API server answers with (apimachinery/pkg/api/errors/errors.go), message for message. */
import type { FieldError } from './field-errors.ts';
import { type Status, type StatusCause, StatusError } from './status.ts';

export interface ResourceRef {
  group: string;
  resource: string;
}

interface KindRef {
  group: string;
  kind: string;
}

type Details = NonNullable<Status['details']>;

function failure(code: number, reason: string, message: string, details?: Details): StatusError {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  if (details) status.details = details;
  return new StatusError(status);
}

function named(ref: ResourceRef): string {
  return ref.group === '' ? ref.resource : `${ref.resource}.${ref.group}`;
}

function detailsOf(ref: ResourceRef, name: string): Details {
  const details: Details = {};
  if (name !== '') details.name = name;
  if (ref.group !== '') details.group = ref.group;
  if (ref.resource !== '') details.kind = ref.resource;
  return details;
}

export function notFound(ref: ResourceRef, name: string): StatusError {
  return failure(404, 'NotFound', `${named(ref)} "${name}" not found`, detailsOf(ref, name));
}

/** A path that nothing serves. */
export function unknownPath(): StatusError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExists(ref: ResourceRef, name: string): StatusError {
  return failure(409, 'AlreadyExists', `${named(ref)} "${name}" already exists`, detailsOf(ref, name));
}

export function generateNameConflict(ref: ResourceRef, name: string): StatusError {
  return failure(
    409,
    'AlreadyExists',
    `${named(ref)} "${name}" already exists, the server was not able to generate a unique name for the object`,
    detailsOf(ref, name),
  );
}

export const OBJECT_MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(ref: ResourceRef, name: string, why: string = OBJECT_MODIFIED): StatusError {
  return failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${named(ref)} "${name}": ${why}`,
    detailsOf(ref, name),
  );
}

export function forbidden(ref: ResourceRef, name: string, why: string): StatusError {
  const subject = ref.resource === '' ? '' : name === '' ? `${named(ref)} is ` : `${named(ref)} "${name}" is `;
  return failure(
    403,
    'Forbidden',
    subject === '' ? `forbidden: ${why}` : `${subject}forbidden: ${why}`,
    detailsOf(ref, name),
  );
}

export function badRequest(message: string): StatusError {
  return failure(400, 'BadRequest', message);
}

/** ToAggregate().Error(): one plain, several in brackets, each said once. */
export function aggregate(messages: readonly string[]): string {
  const said = [...new Set(messages)];
  return said.length === 1 ? said[0]! : `[${said.join(', ')}]`;
}

/** Message as `Deployment.apps "web" is invalid: spec.replicas: Invalid value: -2: …`; every error a cause. */
export function invalidObject(kind: KindRef, name: string, errors: readonly FieldError[]): StatusError {
  const subject = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  const message = aggregate(errors.map((error) => `${error.field}: ${error.message}`));
  const causes = errors.map((error): StatusCause => ({
    reason: error.reason,
    message: error.message,
    field: error.field,
  }));
  const details: Details = {};
  if (name !== '') details.name = name;
  if (kind.group !== '') details.group = kind.group;
  details.kind = kind.kind;
  details.causes = causes;
  return failure(422, 'Invalid', `${subject} "${name}" is invalid: ${message}`, details);
}

export function methodNotAllowed(ref: ResourceRef, action: string): StatusError {
  return failure(
    405,
    'MethodNotAllowed',
    `${action} is not supported on resources of kind "${named(ref)}"`,
    detailsOf(ref, ''),
  );
}

/** A verb on a path that does not take it. */
export function verbNotAllowed(): StatusError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** The asked revision was compacted. */
export function expired(message: string): StatusError {
  return failure(410, 'Expired', message);
}

export function tooLargeResourceVersion(asked: number, current: number, retryAfterSeconds = 1): StatusError {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds,
  });
}

export function unsupportedMediaType(message: string): StatusError {
  return failure(415, 'UnsupportedMediaType', message);
}

export function notAcceptable(message: string): StatusError {
  return failure(406, 'NotAcceptable', message);
}

export function internalError(message: string): StatusError {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

export function serviceUnavailable(message: string): StatusError {
  return failure(503, 'ServiceUnavailable', message);
}
