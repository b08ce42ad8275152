/** The lines of a card under its name, by kind; a kind that is not listed has none. */
import type { ComponentType } from 'react';
import type { CardItem } from '../model.ts';
import { AutoscalerLines } from './autoscaler.tsx';
import { ClaimLines, VolumeLines } from './claim.tsx';
import { CronJobLines } from './cron-job.tsx';
import { DaemonSetLines } from './daemon-set.tsx';
import { DeploymentLines } from './deployment.tsx';
import { IngressLines } from './ingress.tsx';
import { JobLines } from './job.tsx';
import { NodeLines } from './node.tsx';
import { ServiceLines } from './service.tsx';
import { SettingsLines } from './settings.tsx';
import { StatefulSetLines } from './stateful-set.tsx';

export const cardKinds: Readonly<Record<string, ComponentType<{ card: CardItem }>>> = {
  ConfigMap: SettingsLines,
  CronJob: CronJobLines,
  DaemonSet: DaemonSetLines,
  Deployment: DeploymentLines,
  HorizontalPodAutoscaler: AutoscalerLines,
  Ingress: IngressLines,
  Job: JobLines,
  Node: NodeLines,
  PersistentVolume: VolumeLines,
  PersistentVolumeClaim: ClaimLines,
  Secret: SettingsLines,
  Service: ServiceLines,
  StatefulSet: StatefulSetLines,
};
