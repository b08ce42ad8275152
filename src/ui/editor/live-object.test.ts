import { describe, expect, it } from 'vitest';
import { editable, hasChanged } from './live-object.ts';

const base = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    uid: 'u',
    resourceVersion: '5',
    generation: 1,
    annotations: { 'deployment.kubernetes.io/revision': '1' },
  },
  spec: { replicas: 1 },
  status: { readyReplicas: 0 },
};

describe('a live object in the editor', () => {
  it('leaves out what the server writes', () => {
    expect(editable(base)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', resourceVersion: '5' },
      spec: { replicas: 1 },
    });
  });

  it('does not call progress a conflict', () => {
    const progressed = { ...base, metadata: { ...base.metadata, resourceVersion: '9' }, status: { readyReplicas: 1 } };
    expect(hasChanged(base, progressed)).toBe(false);
  });

  it('calls a changed spec a conflict', () => {
    expect(hasChanged(base, { ...base, spec: { replicas: 2 } })).toBe(true);
  });
});
