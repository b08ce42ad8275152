/** Validation of a CustomResourceDefinition (apis/apiextensions/validation/validation.go). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { isDNS1035Label, isDNS1123Subdomain } from '../../../../api/names.ts';
import { schemaErrors } from '../schema/validate-schema.ts';
import type { Crd, CrdSpec, CrdVersion } from '../types.ts';
import { placesOf, shownVersions } from './places.ts';
import { selectableErrors } from './validate-selectable.ts';
import { columnErrors, conversionErrors, namesErrors, subresourceErrors } from './validate-names.ts';

const APPROVAL = 'api-approved.kubernetes.io';
const PROTECTED = /(^|\.)(k8s|kubernetes)\.io$/;
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';

/** A definition may come without any of it: what is missing reads as empty. */
export function specOf(object: { spec?: unknown }): CrdSpec {
  const spec = (object.spec ?? {}) as Partial<CrdSpec>;
  const names = spec.names ?? { plural: '', kind: '' };
  return { group: '', versions: [], ...spec, names, scope: spec.scope as CrdSpec['scope'] };
}

export function validateDefinition(crd: Crd): FieldError[] {
  const spec = specOf(crd);
  const { name = '' } = crd.metadata ?? {};
  const wanted = `${spec.names.plural}.${spec.group}`;
  const errors = name === wanted ? [] : [invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')];
  return [...errors, ...specErrors(spec), ...storedVersionErrors(crd, spec), ...approvalErrors(crd, spec)];
}

export function validateDefinitionUpdate(crd: Crd, old: Crd): FieldError[] {
  const spec = specOf(crd);
  const before = specOf(old);
  const fixed = (path: string, value: unknown, was: unknown): FieldError[] =>
    dequal(value, was) ? [] : [invalid(path, value, IMMUTABLE)];
  const established = old.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True');
  // What was let in before is not examined again.
  const own = dequal(spec, before) ? [] : specErrors(spec);
  return [
    ...own,
    ...(established ? fixed('spec.scope', spec.scope, before.scope) : []),
    ...(established ? fixed('spec.names.kind', spec.names.kind, before.names.kind) : []),
    ...fixed('spec.group', spec.group, before.group),
    ...fixed('spec.names.plural', spec.names.plural, before.names.plural),
    ...storedVersionErrors(crd, spec),
    ...approvalErrors(crd, spec),
  ];
}

function specErrors(spec: CrdSpec): FieldError[] {
  const schemas = placesOf(spec, 'schema');
  return [
    ...groupErrors(spec),
    ...missingSchemas(spec),
    ...versionErrors(spec),
    ...requiredNames(spec),
    ...namesErrors(spec.names, 'spec.names'),
    ...schemas.flatMap(({ path, value }) =>
      value?.openAPIV3Schema ? schemaErrors(value.openAPIV3Schema, `${path}.openAPIV3Schema`) : [],
    ),
    ...placesOf(spec, 'subresources').flatMap(({ path, value }) => subresourceErrors(value?.scale, path)),
    ...placesOf(spec, 'additionalPrinterColumns').flatMap(({ path, value }) =>
      (value ?? []).flatMap((column, i) => columnErrors(column, `${path}[${i}]`)),
    ),
    ...selectableErrors(spec),
    ...preserveErrors(spec),
    ...conversionErrors(spec),
  ];
}

function groupErrors({ group, scope }: CrdSpec): FieldError[] {
  const errors: FieldError[] = [];
  const bad = isDNS1123Subdomain(group);
  if (group === '') errors.push(required('spec.group'));
  else if (bad.length > 0) errors.push(invalid('spec.group', group, bad.join(',')));
  else if (!group.includes('.')) errors.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  if (!scope) errors.push(required('spec.scope'));
  else if (scope !== 'Cluster' && scope !== 'Namespaced')
    errors.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']));
  return errors;
}

function missingSchemas({ versions }: CrdSpec): FieldError[] {
  return versions.flatMap(({ schema }, i) =>
    schema?.openAPIV3Schema ? [] : [required(`spec.versions[${i}].schema.openAPIV3Schema`)],
  );
}

function versionErrors({ versions }: CrdSpec): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, { name = '' }] of versions.entries()) {
    const bad = isDNS1035Label(name);
    if (bad.length > 0) errors.push(invalid(`spec.versions[${i}].name`, name, bad.join(',')));
  }
  const refuse = (text: string): number => errors.push(shown('spec.versions', shownVersions(versions), text));
  if (new Set(versions.map(({ name }) => name)).size < versions.length) refuse('must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1)
    refuse('must have exactly one version marked as storage version');
  const first = versions[0]?.name ?? '';
  const bad = first === '' ? [] : isDNS1035Label(first);
  if (bad.length > 0) errors.push(invalid('spec.version', first, bad.join(',')));
  return [...errors, ...versions.flatMap(deprecationErrors)];
}

function deprecationErrors({ deprecated, deprecationWarning: warning }: CrdVersion, i: number): FieldError[] {
  if (warning === undefined) return [];
  const path = `spec.versions[${i}].deprecationWarning`;
  if (!deprecated) return [invalid(path, warning, 'can only be set for deprecated versions')];
  if (warning === '') return [invalid(path, '', 'must not be an empty string')];
  return warning.length > 256 ? [invalid(path, warning, 'must be <= 256 characters long')] : [];
}

/** As `invalid`, for values whose fields stand in Go's order. */
function shown(path: string, value: unknown, text: string): FieldError {
  return { ...invalid(path, '', text), message: `Invalid value: ${JSON.stringify(value)}: ${text}` };
}

function requiredNames({ names }: CrdSpec): FieldError[] {
  const fields = ['plural', 'singular', 'kind', 'listKind'] as const;
  return fields.filter((field) => !names[field]).map((field) => required(`spec.names.${field}`));
}

function preserveErrors({ preserveUnknownFields }: CrdSpec): FieldError[] {
  const text =
    'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return preserveUnknownFields ? [invalid('spec.preserveUnknownFields', true, text)] : [];
}

function storedVersionErrors({ status }: Crd, { versions }: CrdSpec): FieldError[] {
  const path = 'status.storedVersions';
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) return [shown(path, null, 'must have at least one stored version')];
  const errors: FieldError[] = [];
  const storage = versions.findLast((version) => version.storage)?.name;
  for (const [i, name] of stored.entries()) {
    if (versions.some((version) => version.name === name)) continue;
    const text = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    errors.push(invalid(`${path}[${i}]`, name, text));
  }
  if (storage !== undefined && !stored.includes(storage))
    errors.push(shown(path, stored, `must have the storage version ${storage}`));
  return errors;
}

function approvalErrors({ metadata }: Crd, { group }: CrdSpec): FieldError[] {
  if (!PROTECTED.test(group)) return [];
  const path = `metadata.annotations[${APPROVAL}]`;
  const given = metadata?.annotations?.[APPROVAL];
  const text = `protected groups must have approval annotation ${JSON.stringify(APPROVAL)}`;
  if (!given) return [required(path, `${text}, ${SEE}`)];
  if (given.startsWith('unapproved') || /^[a-z]+:\/\/[^/]+/.test(given)) return [];
  return [invalid(path, given, `${text} with either a URL or a reason starting with "unapproved", ${SEE}`)];
}
