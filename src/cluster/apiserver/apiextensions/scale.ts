/** /scale of a custom resource: an autoscaling/v1 Scale by paths (apiextensions-apiserver/pkg/registry/customresource/etcd.go). */
import { type FieldError, invalid } from '../../../api/field-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { StatusError } from '../../../api/status.ts';
import type { Strategy } from '../registry/strategy.ts';
import { type ScaleSubresource, isRecord } from './types.ts';

const MAX_REPLICAS = 2 ** 31 - 1;

/** `.spec.replicas` → `['spec', 'replicas']`. */
export function stepsOf(path: string): string[] {
  return path.replace(/^\./, '').split('.');
}

export function valueAt(object: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>(
    (value, step) => (isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    object,
  );
}

function missing(path: string): StatusError {
  const message = `Internal error occurred: the spec replicas field "${path}" does not exist`;
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}

export function scaleOf(paths: ScaleSubresource): NonNullable<Strategy['scale']> {
  return {
    read(object) {
      const replicas = valueAt(object, paths.specReplicasPath);
      if (typeof replicas !== 'number') throw missing(paths.specReplicasPath);
      const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
      const selector = paths.labelSelectorPath ? valueAt(object, paths.labelSelectorPath) : undefined;
      return {
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as KubeObject['metadata'],
        spec: { replicas },
        status: {
          replicas: valueAt(object, paths.statusReplicasPath) ?? 0,
          ...(typeof selector === 'string' && selector !== '' ? { selector } : {}),
        },
      } as KubeObject;
    },
    write(object, scale) {
      const replicas = (scale['spec'] as { replicas?: number } | undefined)?.replicas ?? 0;
      const steps = stepsOf(paths.specReplicasPath);
      let place: Record<string, unknown> = object;
      for (const step of steps.slice(0, -1)) place = (place[step] ??= {}) as Record<string, unknown>;
      place[steps.at(-1)!] = replicas;
    },
  };
}

/** Replicas that are there must be numbers a Scale can hold. */
export function scaleErrors(object: KubeObject, paths: ScaleSubresource): FieldError[] {
  return [paths.specReplicasPath, paths.statusReplicasPath].flatMap((path) => {
    const value = valueAt(object, path);
    if (typeof value !== 'number') return [];
    if (value < 0) return [invalid(path, value, 'should be a non-negative integer')];
    return value > MAX_REPLICAS ? [invalid(path, value, `should be less than or equal to ${MAX_REPLICAS}`)] : [];
  });
}
