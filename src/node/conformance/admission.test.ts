/** Kubernetes' conformance tests of webhook configurations and admission policies as objects (sig-api-machinery). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { walkApiOperations } from './api-operations.ts';
import { createStage, type Stage } from './conformance-stage.ts';

let stage: Stage;
let ns: string;
beforeAll(async () => {
  stage = await createStage();
  ns = await stage.namespace();
});
afterAll(() => stage.stop());

const GROUP = 'admissionregistration.k8s.io';
const ROOT = `/apis/${GROUP}/v1`;

describe.each(['Mutating', 'Validating'])('[sig-api-machinery] AdmissionWebhook: %s', (type) => {
  const path = `${ROOT}/${type.toLowerCase()}webhookconfigurations`;
  const name = (of: string): string =>
    `[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin] should ${of.replace('TYPE', type.toLowerCase())} [Conformance]`;
  const configuration = (conditions: readonly object[]): KubeObject => ({
    metadata: { name: `e2e-${type.toLowerCase()}` },
    webhooks: [
      {
        name: 'adding-configmap-data.k8s.io',
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
        clientConfig: { service: { namespace: ns, name: 'none', path: '/x', port: 8443 } },
        sideEffects: 'None',
        admissionReviewVersions: ['v1', 'v1beta1'],
        namespaceSelector: { matchLabels: { nowhere: 'yes' } },
        matchConditions: conditions,
      },
    ],
  });
  const good = [{ name: 'expression-1', expression: "object.metadata.namespace == 'production'" }];

  test(name('be able to create and update TYPE webhook configurations with match conditions'), async () => {
    const made = await stage.ok('POST', path, configuration(good));
    expect(made).toMatchObject({ webhooks: [{ matchConditions: good, failurePolicy: 'Fail', timeoutSeconds: 10 }] });
    const more = [...good, { name: 'expression-2', expression: "object.metadata.namespace == 'staging'" }];
    const one = `${path}/${made.metadata?.name}`;
    const [webhook] = made['webhooks'] as object[];
    const next = await stage.ok('PUT', one, { ...made, webhooks: [{ ...webhook, matchConditions: more }] });
    expect(next).toMatchObject({ webhooks: [{ matchConditions: more }] });
    await stage.ok('DELETE', one);
  });

  test(name('reject TYPE webhook configurations with invalid match conditions'), async () => {
    const bad = [{ name: 'invalid-expression-1', expression: '... [] bad expression' }];
    const { message } = await stage.refused('POST', path, configuration(bad));
    expect(message).toContain('compilation failed');
    expect(message).toContain('webhooks[0].matchConditions[0].expression: Invalid value');
  });
});

describe('[sig-api-machinery] AdmissionWebhook', () => {
  test('[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin] should include webhook resources in discovery documents [Conformance]', async () => {
    const { resources } = await stage.get<{ resources: { name: string }[] }>(ROOT);
    const names = resources.map((one) => one.name);
    expect(names).toEqual(expect.arrayContaining(['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']));
    const { groups } = await stage.get<{ groups: { name: string }[] }>('/apis');
    expect(groups.map((one) => one.name)).toContain(GROUP);
  });
});

describe('[sig-api-machinery] ValidatingAdmissionPolicy', () => {
  const name = (of: string): string =>
    `[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should ${of} [Conformance]`;
  const constraints = {
    resourceRules: [
      { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] },
    ],
  };
  const nowhere = { ...constraints, namespaceSelector: { matchLabels: { nowhere: 'yes' } } };
  const deployment = (of: string, replicas: number): object => ({
    metadata: { name: of },
    spec: {
      replicas,
      selector: { matchLabels: { app: of } },
      template: { metadata: { labels: { app: of } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  });

  async function enforced(policy: string, spec: object): Promise<string> {
    const own = await stage.namespace();
    await stage.patch(`/api/v1/namespaces/${own}`, { metadata: { labels: { [policy]: 'true' } } });
    await stage.ok('POST', `${ROOT}/validatingadmissionpolicies`, { metadata: { name: policy }, spec });
    await stage.ok('POST', `${ROOT}/validatingadmissionpolicybindings`, {
      metadata: { name: policy },
      spec: {
        policyName: policy,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { [policy]: 'true' } } },
      },
    });
    await stage.pass(1);
    return `/apis/apps/v1/namespaces/${own}/deployments`;
  }

  test(name('validate against a Deployment'), async () => {
    const validations = [
      {
        expression: 'object.spec.replicas > 1',
        messageExpression: "'wants replicas > 1, got ' + string(object.spec.replicas)",
      },
      { expression: 'namespaceObject.metadata.name == object.metadata.namespace' },
    ];
    const at = await enforced('policy-1', { matchConstraints: constraints, validations });
    await stage.ok('POST', at, deployment('replicated', 2));
    const { message } = await stage.refused('POST', at, deployment('alone', 1));
    expect(message).toContain('wants replicas > 1, got 1');
    await stage.until(async () => {
      const { status } = await stage.get<KubeObject & { status?: { observedGeneration?: number } }>(
        `${ROOT}/validatingadmissionpolicies/policy-1`,
      );
      return status?.observedGeneration === 1;
    }, 'type checking');
  });

  test(name('allow expressions to refer variables.'), async () => {
    const variables = [
      { name: 'replicas', expression: 'object.spec.replicas' },
      { name: 'oddReplicas', expression: 'variables.replicas % 2 == 1' },
    ];
    const validations = [{ expression: 'variables.replicas > 1' }, { expression: 'variables.oddReplicas' }];
    const at = await enforced('policy-2', { matchConstraints: constraints, variables, validations });
    await stage.ok('POST', at, deployment('three', 3));
    const { message } = await stage.refused('POST', at, deployment('two', 2));
    expect(message).toContain('failed expression: variables.oddReplicas');
  });

  test(name('support ValidatingAdmissionPolicy API operations'), async () => {
    await walkApiOperations(stage, {
      group: GROUP,
      resource: 'validatingadmissionpolicies',
      object: { spec: { matchConstraints: nowhere, validations: [{ expression: 'object.spec.replicas <= 100' }] } },
      status: {
        conditions: [
          {
            type: 'StatusPatched',
            status: 'True',
            reason: 'E2E',
            message: '',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ],
      },
      statusOnly: true,
    });
  });

  test(name('support ValidatingAdmissionPolicyBinding API operations'), async () => {
    await walkApiOperations(stage, {
      group: GROUP,
      resource: 'validatingadmissionpolicybindings',
      object: { spec: { policyName: 'none', validationActions: ['Deny'] } },
    });
  });
});
