/** ComponentStatuses (pkg/registry/core/componentstatus/rest.go). Simplified: what is asked answers, so all are healthy. */
import type { KubeObject } from '../../../../api/object.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Condition {
  type: string;
  status: string;
  message?: string;
  error?: string;
}

const COMPONENTS = ['controller-manager', 'scheduler', 'etcd-0'].map((name): KubeObject => {
  const conditions: Condition[] = [{ type: 'Healthy', status: 'True', message: 'ok' }];
  return { kind: 'ComponentStatus', apiVersion: 'v1', metadata: { name }, conditions };
});

export const componentStatusStrategy: Strategy = {
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  info: info('v1', 'ComponentStatus', 'componentstatuses', {
    namespaced: false,
    shortNames: ['cs'],
    verbs: ['get', 'list'],
  }),
  computed: () => COMPONENTS,
  columns: columns('Name', 'Status', 'Message', 'Error'),
  cells(object) {
    const healthy = (object['conditions'] as Condition[] | undefined)?.find(({ type }) => type === 'Healthy');
    const status = healthy?.status === 'True' ? 'Healthy' : healthy?.status === 'False' ? 'Unhealthy' : 'Unknown';
    return [nameOf(object), status, healthy?.message ?? '', healthy?.error ?? ''];
  },
};
