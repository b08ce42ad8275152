import { describe, expect, it } from 'vitest';
import { editable, hasChanged, wasApplied } from './live-object.ts';

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

  it('knows its own apply by what kubectl wrote down, whatever the version was', () => {
    const last = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { annotations: {}, name: 'a', namespace: 'default', resourceVersion: '7' },
      data: { x: '1' },
    });
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': last };
    const current = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', annotations }, data: { x: '1' } };
    const text = (x: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  resourceVersion: "9"\ndata:\n  x: "${x}"\n`;
    expect(wasApplied(text('1'), current)).toBe(true);
    expect(wasApplied(text('2'), current)).toBe(false);
    expect(wasApplied('{', current)).toBe(false);
  });
});
