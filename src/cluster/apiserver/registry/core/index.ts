/** The kinds of the core group (v1), one line each. */
import { bindingStrategy } from './binding.ts';
import { componentStatusStrategy } from './component-status.ts';
import { configMapStrategy } from './config-map.ts';
import { endpointsStrategy } from './endpoints.ts';
import { eventStrategy } from './event.ts';
import { limitRangeStrategy } from './limit-range.ts';
import { namespaceStrategy } from './namespace.ts';
import { nodeStrategy } from './node.ts';
import { persistentVolumeClaimStrategy } from './persistent-volume-claim.ts';
import { persistentVolumeStrategy } from './persistent-volume.ts';
import { podStrategy } from './pod.ts';
import { podTemplateStrategy } from './pod-template.ts';
import { replicationControllerStrategy } from './replication-controller.ts';
import { resourceQuotaStrategy } from './resource-quota.ts';
import { secretStrategy } from './secret.ts';
import { serviceAccountStrategy } from './service-account.ts';
import { serviceStrategy } from './service.ts';
import type { Strategy } from '../strategy.ts';

export const coreKinds: readonly Strategy[] = [
  bindingStrategy,
  componentStatusStrategy,
  configMapStrategy,
  endpointsStrategy,
  eventStrategy,
  limitRangeStrategy,
  namespaceStrategy,
  nodeStrategy,
  persistentVolumeClaimStrategy,
  persistentVolumeStrategy,
  podStrategy,
  podTemplateStrategy,
  replicationControllerStrategy,
  resourceQuotaStrategy,
  secretStrategy,
  serviceAccountStrategy,
  serviceStrategy,
];
