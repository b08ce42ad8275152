/** Who and what the rules of a FlowSchema are about (pkg/apis/flowcontrol/validation/validation.go). */
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';

interface Subject {
  kind?: string;
  user?: { name?: string };
  group?: { name?: string };
  serviceAccount?: { name?: string; namespace?: string };
}

interface ResourceRule {
  verbs?: string[];
  apiGroups?: string[];
  resources?: string[];
  namespaces?: string[];
  clusterScope?: boolean;
}

export interface FlowRule {
  subjects?: Subject[];
  resourceRules?: ResourceRule[];
  nonResourceRules?: { verbs?: string[]; nonResourceURLs?: string[] }[];
}

const KINDS = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const;
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

export function validateFlowRule(rule: FlowRule, at: string): FieldError[] {
  const { subjects = [], resourceRules = [], nonResourceRules = [] } = rule;
  const errors: FieldError[] = [];
  if (subjects.length === 0) errors.push(required(`${at}.subjects`, 'subjects must contain at least one value'));
  for (const [i, subject] of subjects.entries()) validateSubject(subject, `${at}.subjects[${i}]`, errors);
  if (resourceRules.length === 0 && nonResourceRules.length === 0)
    errors.push(required(at, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
  for (const [i, one] of resourceRules.entries()) validateResourceRule(one, `${at}.resourceRules[${i}]`, errors);
  for (const [i, { verbs = [], nonResourceURLs = [] }] of nonResourceRules.entries()) {
    const path = `${at}.nonResourceRules[${i}]`;
    validateVerbs(verbs, path, errors);
    if (nonResourceURLs.length === 0)
      errors.push(required(`${path}.nonResourceURLs`, 'nonResourceURLs must contain at least one value'));
    else if (nonResourceURLs.length > 1 && nonResourceURLs.includes('*'))
      errors.push(
        invalid(
          `${path}.nonResourceURLs`,
          nonResourceURLs,
          "if '*' is present, must not specify other non-resource URLs",
        ),
      );
  }
  return errors;
}

function validateSubject(subject: Subject, at: string, errors: FieldError[]): void {
  const kind = subject.kind ?? '';
  if (!Object.hasOwn(KINDS, kind))
    return void errors.push(notSupported(`${at}.kind`, kind, ['Group', 'ServiceAccount', 'User']));
  const own = KINDS[kind as keyof typeof KINDS];
  const given = subject[own];
  if (!given) errors.push(required(`${at}.${own}`, `${own} is required when subject kind is '${kind}'`));
  else {
    if (!given.name) errors.push(required(`${at}.${own}.name`));
    if (own === 'serviceAccount' && !subject.serviceAccount?.namespace)
      errors.push(required(`${at}.serviceAccount.namespace`, 'must specify namespace for service account'));
  }
  for (const [other, field] of Object.entries(KINDS))
    if (field !== own && subject[field])
      errors.push(forbiddenField(`${at}.${field}`, `${field} is forbidden when subject kind is not '${other}'`));
}

function validateVerbs(verbs: readonly string[], at: string, errors: FieldError[]): void {
  if (verbs.length === 0) errors.push(required(`${at}.verbs`, 'verbs must contain at least one value'));
  else if (verbs.includes('*')) {
    if (verbs.length > 1) errors.push(invalid(`${at}.verbs`, verbs, "if '*' is present, must not specify other verbs"));
  } else
    for (const verb of verbs)
      if (!VERBS.includes(verb)) return void errors.push(notSupported(`${at}.verbs`, verbs, VERBS));
}

function validateResourceRule(rule: ResourceRule, at: string, errors: FieldError[]): void {
  const { verbs = [], apiGroups = [], resources = [], namespaces = [], clusterScope = false } = rule;
  validateVerbs(verbs, at, errors);
  const all = (field: string, values: readonly string[], empty: string, others: string): void => {
    if (values.length === 0) errors.push(required(`${at}.${field}`, empty));
    else if (values.length > 1 && values.includes('*'))
      errors.push(invalid(`${at}.${field}`, values, `if '*' is present, must not specify other ${others}`));
  };
  all('apiGroups', apiGroups, 'resource rules must supply at least one api group', 'api groups');
  all('resources', resources, 'resource rules must supply at least one resource', 'resources');
  if (namespaces.length > 0) all('namespaces', namespaces, '', 'namespaces');
  else if (!clusterScope)
    errors.push(
      required(`${at}.namespaces`, 'resource rules that are not cluster scoped must supply at least one namespace'),
    );
}
