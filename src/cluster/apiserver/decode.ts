/** Decoding what comes from outside into a kind: type errors, unknown fields (apimachinery serializer/json strict). */
import { invalid } from '../../api/field-errors.ts';
import type { KubeObject } from '../../api/object.ts';
import { decodeStrict } from '../../api/schema/decode.ts';
import { definitionFor } from '../../api/schema/definitions.ts';
import { badRequest, invalidObject } from '../../api/status-errors.ts';
import type { Strategy } from './registry/strategy.ts';
import type { ChangeOptions } from './verbs-contract.ts';

/** Throws BadRequest; unknown fields are refused, warned of or dropped in silence, as `fieldValidation` says. */
export function decodeBody({ info }: Strategy, object: KubeObject, options: ChangeOptions): KubeObject {
  return decode(info, object, options, (text) =>
    badRequest(`${info.kind} in version "${info.version}" cannot be handled as a ${info.kind}: ${text}`),
  );
}

/** As `decodeBody`, for the object that a patch made. Throws Invalid. */
export function decodePatched({ info }: Strategy, object: KubeObject, options: ChangeOptions): KubeObject {
  // In-process callers are typed; what they patch is not decoded again.
  if (options.fieldValidation === undefined) return object;
  return decode(info, object, options, (text) =>
    invalidObject({ group: '', kind: '' }, '', [invalid('patch', JSON.stringify(object), text)]),
  );
}

function decode(
  info: Strategy['info'],
  object: KubeObject,
  options: ChangeOptions,
  refuse: (text: string) => Error,
): KubeObject {
  const definition = definitionFor(info);
  if (!definition) return object;
  const { typeError, unknown, value } = decodeStrict(object, definition);
  if (typeError !== undefined) throw refuse(typeError);
  if (unknown.length > 0 && options.fieldValidation === 'Strict') {
    throw refuse(`strict decoding error: ${unknown.join(', ')}`);
  }
  if (options.fieldValidation !== 'Ignore') for (const one of unknown) options.warn?.(one);
  return value as KubeObject;
}
