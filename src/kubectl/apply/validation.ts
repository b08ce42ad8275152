/** `--validate`, and what kubectl's own schema check says before anything is sent (kubectl/pkg/validation/schema.go). */
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import type { WriteOptions } from '../../client/client.ts';

export const validationFlag: FlagSpec = {
  name: 'validate',
  type: 'string',
  default: 'strict',
  noOptDefault: 'strict',
  usage:
    'Must be one of: strict (or true), warn, ignore (or false). "true" or "strict" will use a schema to validate the input and fail the request if invalid. It will perform server side validation if ServerSideFieldValidation is enabled on the api-server, but will fall back to less reliable client-side validation if not. "warn" will warn about unknown or duplicate fields without blocking the request if server-side field validation is enabled on the API server, and behave as "ignore" otherwise. "false" or "ignore" will not perform any schema validation, silently dropping any unknown or duplicate fields.',
};

const MODES: Readonly<Record<string, NonNullable<WriteOptions['fieldValidation']>>> = {
  strict: 'Strict',
  true: 'Strict',
  warn: 'Warn',
  ignore: 'Ignore',
  false: 'Ignore',
};

/** Throws when the value is none of the modes. */
export function validationOf(text: string): NonNullable<WriteOptions['fieldValidation']> {
  const mode = MODES[text.toLowerCase()];
  if (!mode) {
    throw new CommandError(
      `invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)`,
    );
  }
  return mode;
}

/**
 * With validation on, what is not an object of some kind is refused by the schema check before it is decoded; so the
 * complaints of decoding are said in that check's words.
 */
export function asValidationError(error: unknown, validation: WriteOptions['fieldValidation']): unknown {
  if (validation === 'Ignore' || !(error instanceof CommandError)) return error;
  const undecoded = /^unable to decode "(.*?)": (.*)$/s.exec(error.message);
  if (undecoded?.[2]?.startsWith("Object 'Kind' is missing")) {
    const bare = !/"apiVersion":"[^"]/.test(undecoded[2]);
    return refused(undecoded[1]!, bare ? '[apiVersion not set, kind not set]' : 'kind not set');
  }
  if (undecoded?.[2]?.startsWith('json: cannot unmarshal') && undecoded[2].endsWith('unstructured.detector')) {
    return refused(undecoded[1]!, 'invalid object to validate');
  }
  const unmapped = /^resource mapping not found for name: .* from "(.*?)": no matches for kind ".*" in version ""/s;
  const source = unmapped.exec(error.message)?.[1];
  return source === undefined ? error : refused(source, 'apiVersion not set');
}

function refused(source: string, why: string): CommandError {
  return new CommandError(
    `error validating ${JSON.stringify(source)}: error validating data: ${why}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}
