import { expect, test } from 'vitest';
import { podTemplateHash } from './template-hash.ts';

function template(app: string, container: Record<string, unknown>): object {
  return {
    metadata: { creationTimestamp: null, labels: { app } },
    spec: {
      containers: [
        {
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          ...container,
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
  };
}

test('hashes are those of a real cluster', () => {
  expect(podTemplateHash(template('nginx', { name: 'nginx', image: 'nginx', imagePullPolicy: 'Always' }))).toBe(
    '56c45fd5ff',
  );
  expect(
    podTemplateHash(template('hello', { name: 'nginx', image: 'nginx:1.25', imagePullPolicy: 'IfNotPresent' })),
  ).toBe('6b55d9fd45');
  // `kubectl set image` changes the image alone: the policy stays that of the image without a tag.
  expect(podTemplateHash(template('nginx', { name: 'nginx', image: 'nginx:1.27', imagePullPolicy: 'Always' }))).toBe(
    '685497ff69',
  );
  const web = {
    name: 'web',
    image: 'nginx:1.25',
    imagePullPolicy: 'IfNotPresent',
    ports: [{ containerPort: 80, protocol: 'TCP' }],
  };
  expect(podTemplateHash(template('web', web))).toBe('79f779b8d8');
});

test('a collision count changes the hash', () => {
  const one = template('a', { name: 'a', image: 'a' });
  expect(podTemplateHash(one, 0)).not.toBe(podTemplateHash(one, 1));
});
