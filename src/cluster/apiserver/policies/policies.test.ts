import { beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import { StatusError } from '../../../api/status.ts';
import { seededRandom } from '../../../time/random.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import { type ApiServer, createApiServer } from '../api-server.ts';
import { strategies } from '../registry/index.ts';

const core = (resource: string): { group: string; version: string; resource: string } => ({
  group: '',
  version: 'v1',
  resource,
});
const registration = (resource: string): { group: string; version: string; resource: string } => ({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  resource,
});
const JANE = { user: 'jane', groups: ['devs'], userAgent: 'test' };
const RULE = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] };

let server: ApiServer;
let clock: VirtualClock;
let warnings: string[];

beforeEach(async () => {
  clock = new VirtualClock(Date.UTC(2026, 0, 1), () => Promise.resolve());
  server = createApiServer({ strategies, clock, random: seededRandom('policy') });
  warnings = [];
  const labels = { env: 'prod' };
  server.verbs.create(JANE, core('namespaces'), undefined, { metadata: { name: 'default', labels } });
  await clock.advance(10);
});

function install(spec: object, binding: object = {}): void {
  const matchConstraints = { resourceRules: [RULE] };
  server.verbs.create(JANE, registration('validatingadmissionpolicies'), undefined, {
    metadata: { name: 'p' },
    spec: { matchConstraints, ...spec },
  } as KubeObject);
  server.verbs.create(JANE, registration('validatingadmissionpolicybindings'), undefined, {
    metadata: { name: 'b' },
    spec: { policyName: 'p', validationActions: ['Deny'], ...binding },
  } as KubeObject);
}

/** The refusal of a ConfigMap, or nothing. */
function make(data: Record<string, string> = {}, name = 'c'): string | undefined {
  return refusal(() =>
    server.verbs.create(JANE, core('configmaps'), 'default', { metadata: { name }, data } as KubeObject, {
      warn: (message) => void warnings.push(message),
    }),
  );
}

function refusal(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return `${error.status.code} ${error.status.message}`;
  }
}

const DENIED = "configmaps \"c\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: ";

describe('in the audit event', () => {
  test('what the policy says, and what it would have refused', () => {
    const seen: unknown[] = [];
    server.onAudit(({ resource, annotations }) => {
      if (resource === 'configmaps') seen.push(annotations);
    });
    const annotations = [{ key: 'keys', valueExpression: "'has ' + string(size(object.data))" }];
    const validations = [{ expression: 'size(object.data) < 1', message: 'too many' }];
    install({ validations, auditAnnotations: annotations }, { validationActions: ['Audit'] });
    expect(make({ a: 'b' })).toBeUndefined();
    const failure = {
      message: 'too many',
      policy: 'p',
      binding: 'b',
      expressionIndex: 0,
      validationActions: ['Audit'],
    };
    expect(seen).toEqual([
      { 'p/keys': 'has 1', 'validation.policy.admission.k8s.io/validation_failure': JSON.stringify([failure]) },
    ]);
  });
});

describe('a validating admission policy', () => {
  test.each([
    [{ expression: 'object.data.size() < 1' }, '422', 'failed expression: object.data.size() < 1'],
    [{ expression: 'false', message: 'no', reason: 'Forbidden' }, '403', 'no'],
    [{ expression: "!('k' in object.data)", messageExpression: "'k is ' + object.data.k" }, '422', 'k is v'],
    [
      { expression: "object.data['zz'] == 'x'" },
      '422',
      "expression 'object.data['zz'] == 'x'' resulted in error: no such key: zz",
    ],
    [
      { expression: "request.userInfo.username != 'jane' || request.operation != 'CREATE'" },
      '422',
      "failed expression: request.userInfo.username != 'jane' || request.operation != 'CREATE'",
    ],
    [{ expression: "namespaceObject.metadata.labels['env'] != 'prod'", message: 'not in prod' }, '422', 'not in prod'],
    [{ expression: "!authorizer.group('').resource('pods').check('get').allowed()", message: 'may' }, '422', 'may'],
  ])('%j', (validation, code, text) => {
    install({ validations: [validation] });
    expect(make({ k: 'v' })).toBe(`${code} ${DENIED}${text}`);
  });

  test('looks at variables, conditions and the old object', () => {
    install({
      variables: [
        { name: 'keys', expression: 'object.data.map(k, k)' },
        { name: 'many', expression: 'variables.keys.size() > 1' },
      ],
      matchConditions: [{ name: 'not-kube', expression: "!object.metadata.name.startsWith('kube')" }],
      validations: [{ expression: '!variables.many' }, { expression: 'oldObject == null', message: 'immutable' }],
    });
    expect(make({ a: '1', b: '2' })).toBe(`422 ${DENIED}failed expression: !variables.many`);
    expect(make({ a: '1', b: '2' }, 'kube-x')).toBeUndefined();
    expect(make({ a: '1' })).toBeUndefined();
    const patch = (): unknown =>
      server.verbs.patch(JANE, core('configmaps'), 'default', 'c', 'application/merge-patch+json', {
        data: { a: '2' },
      });
    expect(refusal(patch)).toBe(`422 ${DENIED}immutable`);
  });

  test('warns instead, or fails open', () => {
    install(
      {
        failurePolicy: 'Ignore',
        validations: [{ expression: "object.data.zz == 'x'" }, { expression: 'false', message: 'no' }],
      },
      { validationActions: ['Warn', 'Audit'] },
    );
    expect(make()).toBeUndefined();
    expect(warnings).toEqual(["Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': no"]);
  });

  test('takes its parameters from an object', () => {
    install(
      {
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConditions: [{ name: 'others', expression: "object.metadata.name != 'params'" }],
        validations: [{ expression: 'object.data.size() <= int(params.data.max)', message: 'too many' }],
      },
      { paramRef: { name: 'params', parameterNotFoundAction: 'Deny' }, matchResources: { objectSelector: {} } },
    );
    expect(make()).toBe(
      `422 ${DENIED}failed to configure binding: no params found for policy binding with \`Deny\` parameterNotFoundAction`,
    );
    server.store.create('configmaps', {
      kind: 'ConfigMap',
      metadata: { name: 'params', namespace: 'default' },
      data: { max: '1' },
    });
    expect(make({ a: '1' })).toBeUndefined();
    expect(make({ a: '1', b: '2' }, 'd')).toContain('too many');
  });

  test('is asked about what its selectors and rules take in only', () => {
    install(
      { validations: [{ expression: 'false' }] },
      { matchResources: { namespaceSelector: { matchLabels: { env: 'test' } } } },
    );
    expect(make()).toBeUndefined();
    expect(
      refusal(() => server.verbs.create(JANE, core('secrets'), 'default', { metadata: { name: 's' } })),
    ).toBeUndefined();
  });

  test('has its types checked', async () => {
    install({ validations: [{ expression: "object.dta.x == 'y'" }] });
    await clock.advance(10);
    const { status } = server.verbs.get<KubeObject>(JANE, registration('validatingadmissionpolicies'), undefined, 'p');
    expect(status).toEqual({
      observedGeneration: 1,
      typeChecking: {
        expressionWarnings: [
          {
            fieldRef: 'spec.validations[0].expression',
            warning:
              "v1, Kind=ConfigMap: ERROR: <input>:1:7: undefined field 'dta'\n | object.dta.x == 'y'\n | ......^\n",
          },
        ],
      },
    });
  });
});

describe('webhooks', () => {
  const webhook = (failurePolicy: string): object => ({
    name: 'w.example.com',
    rules: [RULE],
    failurePolicy,
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { namespace: 'default', name: 'hook', path: '/check' } },
  });
  const configure = (failurePolicy: string): void => {
    const object = { metadata: { name: 'w' }, webhooks: [webhook(failurePolicy)] } as KubeObject;
    server.verbs.create(JANE, registration('validatingwebhookconfigurations'), undefined, object);
  };

  test('cannot be reached: Fail refuses, Ignore lets pass', () => {
    configure('Fail');
    expect(make()).toBe(
      '500 Internal error occurred: failed calling webhook "w.example.com": failed to call webhook: Post "https://hook.default.svc:443/check?timeout=10s": service "hook" not found',
    );
    server.verbs.delete(JANE, registration('validatingwebhookconfigurations'), undefined, 'w');
    configure('Ignore');
    expect(make()).toBeUndefined();
  });
});
