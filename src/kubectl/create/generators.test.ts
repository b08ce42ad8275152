import { expect, it } from 'vitest';
import { withLastApplied, LAST_APPLIED, withLastAppliedOfFile } from '../apply/last-applied.ts';
import { generateDeployment } from './deployment.ts';
import { generateIngress } from './ingress.ts';
import { containerName } from './pod-template.ts';
import { dockerConfig } from './secret.ts';
import { generateService } from './service.ts';

it('makes a Deployment with its fields in the order of Go', () => {
  const options = { name: 'db', images: ['postgres:16'], port: -1, replicas: 1, command: [], seed: '' };
  expect(withLastApplied(generateDeployment(options)).metadata?.annotations?.[LAST_APPLIED]).toBe(
    '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"db","labels":{"app":"db"}},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"postgres","image":"postgres:16","resources":{}}]}},"strategy":{}},"status":{}}\n',
  );
});

it('refuses several images with a command', () => {
  const options = { name: 'x', images: ['a', 'b'], port: -1, replicas: 1, command: ['date'], seed: '' };
  expect(() => generateDeployment(options)).toThrow('cannot specify multiple --image options and command');
});

it('names a container by its image', () => {
  expect(containerName('registry.example.com:5000/team/app:v2', 's')).toBe('app');
  expect(containerName('my_app@sha256:00', 's')).toMatch(/^my-app-[a-z0-9]{5}$/);
});

it('saves the configuration of a file with sorted keys and escaped HTML', () => {
  const object = {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name: 'c', namespace: 'default' },
    data: { b: '<&>', a: '1' },
  };
  expect(withLastAppliedOfFile(object).metadata?.annotations?.[LAST_APPLIED]).toBe(
    '{"apiVersion":"v1","data":{"a":"1","b":"\\u003c\\u0026\\u003e"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"c","namespace":"default"}}\n',
  );
});

it('reads ports and refuses bad ones', () => {
  const service = generateService({ name: 'web', type: 'ClusterIP', tcp: ['80:http'] });
  expect(service['spec']).toMatchObject({ ports: [{ name: '80-http', port: 80, targetPort: 'http' }] });
  expect(() => generateService({ name: 'w', type: 'ClusterIP', tcp: ['99999'] })).toThrow('value out of range');
  expect(() => generateService({ name: 'w', type: 'ClusterIP', tcp: [] })).toThrow('at least one tcp port');
});

it('gathers the paths of a host and its TLS', () => {
  const rules = ['shop.example.com/cart*=cart:8080,tls=shop-tls', 'shop.example.com/=web:http'];
  const ingress = generateIngress({ name: 'i', className: '', rules, defaultBackend: '', annotations: [] });
  expect(ingress['spec']).toMatchObject({
    tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
    rules: [
      {
        http: {
          paths: [
            { path: '/cart', pathType: 'Prefix' },
            { path: '/', pathType: 'Exact' },
          ],
        },
      },
    ],
  });
});

it("writes docker's configuration as Go does", () => {
  expect(dockerConfig({ server: 'r.io', username: 'me', password: 'pw', email: '' })).toBe(
    '{"auths":{"r.io":{"username":"me","password":"pw","auth":"bWU6cHc="}}}',
  );
});
