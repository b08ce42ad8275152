import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../client/controls.ts';
import { flowsOf, requestText } from './flows.ts';

let seq = 0;
function asked(at: number, who: string, request: string): AuditRecord {
  const [verb = '', path = ''] = request.split(' ');
  const [resource = '', name, subresource] = path.split('/');
  const you = who === 'kubectl';
  return {
    seq: ++seq,
    at,
    user: you ? 'kubernetes-admin' : `system:serviceaccount:kube-system:${who}`,
    userAgent: you ? 'kubectl/v1.35.2' : 'kube-controller-manager/v1.35.2',
    verb,
    group: '',
    resource,
    ...(name ? { name } : {}),
    ...(subresource ? { subresource } : {}),
    code: 200,
  };
}

const told = (records: AuditRecord[]): string[][] =>
  flowsOf(records, { events: false }).map(({ requests }) => requests.map(requestText));

describe('the stories of the request view', () => {
  it('begin with each command that writes, what it read for that included', () => {
    const records = [
      asked(0, 'kubectl', 'create deployments/web'),
      asked(5, 'deployment-controller', 'create replicasets/web-1'),
      asked(9000, 'kubectl', 'get deployments/web'),
      asked(9010, 'kubectl', 'patch deployments/web/scale'),
      asked(9020, 'deployment-controller', 'update replicasets/web-1'),
    ];
    expect(told(records)).toEqual([
      ['create deployments/web', 'create replicasets/web-1'],
      ['get deployments/web', 'patch deployments/web/scale', 'update replicasets/web-1'],
    ]);
  });

  it('leave out commands that only read, and what came before the first', () => {
    const records = [
      asked(0, 'replicaset-controller', 'create pods/before'),
      asked(10, 'kubectl', 'list pods'),
      asked(5000, 'kubectl', 'delete pods/web'),
      asked(5010, 'kubectl', 'watch pods'),
      asked(5500, 'replicaset-controller', 'create pods/web-2'),
      asked(9000, 'kubectl', 'list pods'),
      asked(9100, 'replicaset-controller', 'update replicasets/web/status'),
    ];
    expect(told(records)).toEqual([
      ['delete pods/web', 'watch pods', 'create pods/web-2', 'update replicasets/web/status'],
    ]);
  });

  it('tell the Events only when asked', () => {
    const records = [asked(0, 'kubectl', 'create pods/web'), asked(1, 'endpoint-controller', 'create events/web.1')];
    expect(told(records)).toEqual([['create pods/web']]);
    expect(flowsOf(records, { events: true })[0]?.requests).toHaveLength(2);
  });
});
