/** SelfSubjectRulesReviews (pkg/registry/authorization/selfsubjectrulesreview/rest.go): all that I may in a namespace. */
import { badRequest } from '../../../../api/status-errors.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

export const selfSubjectRulesReviewStrategy: Strategy = {
  info: info('authorization.k8s.io/v1', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', {
    namespaced: false,
    verbs: ['create'],
  }),
  answer(object, { core, caller }) {
    const { namespace = '' } = (object['spec'] ?? {}) as { namespace?: string };
    if (namespace === '') throw badRequest('no namespace on request');
    const { rules, errors } = core.authorizer.rulesFor(caller, namespace);
    const isNode = caller.user.startsWith('system:node:');
    const said = isNode ? ['node authorizer does not support user rule resolution', ...errors] : errors;
    const status = {
      resourceRules: rules
        .filter((rule) => !rule.nonResourceURLs?.length)
        .map(({ verbs = [], apiGroups, resources, resourceNames }) => ({
          verbs,
          ...(apiGroups ? { apiGroups } : {}),
          ...(resources ? { resources } : {}),
          ...(resourceNames ? { resourceNames } : {}),
        })),
      nonResourceRules: rules
        .filter((rule) => rule.nonResourceURLs?.length)
        .map(({ verbs = [], nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: isNode,
      ...(said.length > 0 ? { evaluationError: said.length === 1 ? said[0] : `[${said.join(', ')}]` } : {}),
    };
    // What was asked is not said again.
    return { ...object, metadata: {}, spec: {}, status };
  },
  columns: columns('Name'),
  cells: (object) => [nameOf(object)],
};
