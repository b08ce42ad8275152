/** What `kubectl rollout status` says of one object (kubectl/pkg/polymorphichelpers/rollout_status.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { deploymentRevision } from './revisions.ts';

export interface RolloutStatus {
  message: string;
  done: boolean;
}

type StatusViewer = (object: KubeObject, revision: number) => RolloutStatus;

const pending = (message: string): RolloutStatus => ({ message: `${message}\n`, done: false });
const complete = (message: string): RolloutStatus => ({ message: `${message}\n`, done: true });

/** Throws for a kind that has no rollouts. The viewer throws when the rollout has failed. */
export function statusViewerFor(kind: string, group: string): StatusViewer {
  const viewer = group === 'apps' ? VIEWERS[kind] : undefined;
  if (!viewer) throw new CommandError(`no status viewer has been implemented for ${kind}`);
  return viewer;
}

interface Numbers {
  [field: string]: number | undefined;
}

function parts(object: KubeObject) {
  return {
    name: object.metadata?.name ?? '',
    generation: object.metadata?.generation ?? 0,
    spec: (object['spec'] ?? {}) as {
      replicas?: number;
      updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } };
    },
    status: (object['status'] ?? {}) as Numbers & {
      conditions?: { type: string; reason?: string }[];
      currentRevision?: string;
      updateRevision?: string;
    },
  };
}

export function deploymentStatus(object: KubeObject, revision: number): RolloutStatus {
  const { name, generation, spec, status } = parts(object);
  if (revision > 0) {
    const running = deploymentRevision(object);
    if (running !== revision) {
      throw new CommandError(`desired revision (${revision}) is different from the running revision (${running})`);
    }
  }
  if (generation > (status.observedGeneration ?? 0)) {
    return pending('Waiting for deployment spec update to be observed...');
  }
  const conditions = (status.conditions ?? []) as { type: string; reason?: string }[];
  if (conditions.some((one) => one.type === 'Progressing' && one.reason === 'ProgressDeadlineExceeded')) {
    throw new CommandError(`deployment ${JSON.stringify(name)} exceeded its progress deadline`);
  }
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = status;
  const waiting = `Waiting for deployment ${JSON.stringify(name)} rollout to finish: `;
  if (spec.replicas !== undefined && updatedReplicas < spec.replicas) {
    return pending(`${waiting}${updatedReplicas} out of ${spec.replicas} new replicas have been updated...`);
  }
  if (replicas > updatedReplicas) {
    return pending(`${waiting}${replicas - updatedReplicas} old replicas are pending termination...`);
  }
  if (availableReplicas < updatedReplicas) {
    return pending(`${waiting}${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  }
  return complete(`deployment ${JSON.stringify(name)} successfully rolled out`);
}

export function daemonSetStatus(object: KubeObject): RolloutStatus {
  const { name, generation, spec, status } = parts(object);
  requireRollingUpdate(spec.updateStrategy?.type);
  if (generation > (status.observedGeneration ?? 0)) {
    return pending('Waiting for daemon set spec update to be observed...');
  }
  const { updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = status;
  const waiting = `Waiting for daemon set ${JSON.stringify(name)} rollout to finish: `;
  if (updatedNumberScheduled < desiredNumberScheduled) {
    return pending(
      `${waiting}${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`,
    );
  }
  if (numberAvailable < desiredNumberScheduled) {
    return pending(`${waiting}${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`);
  }
  return complete(`daemon set ${JSON.stringify(name)} successfully rolled out`);
}

export function statefulSetStatus(object: KubeObject): RolloutStatus {
  const { generation, spec, status } = parts(object);
  requireRollingUpdate(spec.updateStrategy?.type);
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status;
  if (observedGeneration === 0 || generation > observedGeneration) {
    return pending('Waiting for statefulset spec update to be observed...');
  }
  const { replicas } = spec;
  if (replicas !== undefined && readyReplicas < replicas) {
    return pending(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  }
  const rollingUpdate = spec.updateStrategy?.rollingUpdate;
  if (rollingUpdate) {
    const wanted = (replicas ?? 0) - (rollingUpdate.partition ?? 0);
    if (replicas !== undefined && rollingUpdate.partition !== undefined && updatedReplicas < wanted) {
      return pending(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
      );
    }
    return complete(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  const { updateRevision = '', currentRevision = '' } = status as { updateRevision?: string; currentRevision?: string };
  if (updateRevision !== currentRevision) {
    return pending(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    );
  }
  return complete(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}

function requireRollingUpdate(type: string | undefined): void {
  if (type !== undefined && type !== '' && type !== 'RollingUpdate') {
    throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  }
}

const VIEWERS: Readonly<Record<string, StatusViewer>> = {
  Deployment: deploymentStatus,
  DaemonSet: daemonSetStatus,
  StatefulSet: statefulSetStatus,
};
