/**
 * SubjectAccessReviews in their three forms (pkg/registry/authorization/{subjectaccessreview,selfsubjectaccessreview,
 * localsubjectaccessreview}/rest.go): may he, may I, may he in this namespace?
 */
import { type FieldError, invalid } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { badRequest, invalidObject } from '../../../../api/status-errors.ts';
import type { Attributes } from '../../authorization/authorizer.ts';
import type { Caller } from '../../verbs-contract.ts';
import type { Request } from '../../verbs/request.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Spec {
  resourceAttributes?: {
    namespace?: string;
    verb?: string;
    group?: string;
    version?: string;
    resource?: string;
    subresource?: string;
    name?: string;
  };
  nonResourceAttributes?: { path?: string; verb?: string };
  user?: string;
  groups?: string[];
  uid?: string;
  extra?: Record<string, string[]>;
}

function validateAttributes({ resourceAttributes, nonResourceAttributes }: Spec): FieldError[] {
  if (resourceAttributes && nonResourceAttributes) {
    const why = 'cannot be specified in combination with resourceAttributes';
    return [invalid('spec.nonResourceAttributes', nonResourceAttributes, why)];
  }
  if (resourceAttributes || nonResourceAttributes) return [];
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [invalid('spec.resourceAttributes', null, why)];
}

function attributesOf(user: Caller, spec: Spec): Attributes {
  const { nonResourceAttributes: plain, resourceAttributes: asked = {} } = spec;
  const none = { user, group: '', resource: '', subresource: '', namespace: '', name: '' };
  if (plain) return { ...none, verb: plain.verb ?? '', path: plain.path ?? '' };
  const { verb = '', version: _, ...rest } = asked;
  return { ...none, ...rest, verb };
}

function decided({ core }: Request, object: KubeObject, attributes: Attributes): KubeObject {
  const { allowed, reason } = core.authorizer.authorize(attributes);
  return { metadata: {}, ...object, status: { allowed, ...(reason === '' ? {} : { reason }) } };
}

function strategy(kind: string, resource: string, namespaced: boolean, answer: Strategy['answer']): Strategy {
  return {
    info: info('authorization.k8s.io/v1', kind, resource, { namespaced, verbs: ['create'] }),
    answer: answer!,
    columns: columns('Name'),
    cells: (object) => [nameOf(object)],
  };
}

function aboutSomebody(object: KubeObject, request: Request): KubeObject {
  const spec = (object['spec'] ?? {}) as Spec;
  const { user = '', groups = [], uid, extra } = spec;
  const errors = validateAttributes(spec);
  if (user === '' && groups.length === 0) {
    errors.push(invalid('spec.user', user, 'at least one of user or group must be specified'));
  }
  const { info: kind } = request.strategy;
  if (errors.length > 0) throw invalidObject(kind, '', errors);
  const caller = { user, groups, userAgent: '', ...(uid ? { uid } : {}), ...(extra ? { extra } : {}) };
  return decided(request, object, attributesOf(caller, spec));
}

export const subjectAccessReviewStrategy = strategy(
  'SubjectAccessReview',
  'subjectaccessreviews',
  false,
  aboutSomebody,
);

export const localSubjectAccessReviewStrategy = strategy(
  'LocalSubjectAccessReview',
  'localsubjectaccessreviews',
  true,
  (object, request) => {
    const { resourceAttributes } = (object['spec'] ?? {}) as Spec;
    if (resourceAttributes && (resourceAttributes.namespace ?? '') !== request.namespace) {
      throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${request.namespace}`);
    }
    const answer = aboutSomebody(object, request);
    return { ...answer, metadata: { ...answer.metadata, ...(request.namespace && { namespace: request.namespace }) } };
  },
);

export const selfSubjectAccessReviewStrategy = strategy(
  'SelfSubjectAccessReview',
  'selfsubjectaccessreviews',
  false,
  (object, request) => {
    const spec = (object['spec'] ?? {}) as Spec;
    const errors = validateAttributes(spec);
    if (errors.length > 0) throw invalidObject(request.strategy.info, '', errors);
    return decided(request, object, attributesOf(request.caller, spec));
  },
);
