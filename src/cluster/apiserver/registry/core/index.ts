/** The kinds of the core group (v1), one line each. */
import { configMapStrategy } from './config-map.ts';
import { endpointsStrategy } from './endpoints.ts';
import { eventStrategy } from './event.ts';
import { namespaceStrategy } from './namespace.ts';
import { nodeStrategy } from './node.ts';
import { podStrategy } from './pod.ts';
import { podTemplateStrategy } from './pod-template.ts';
import { replicationControllerStrategy } from './replication-controller.ts';
import { secretStrategy } from './secret.ts';
import { serviceAccountStrategy } from './service-account.ts';
import { serviceStrategy } from './service.ts';
import type { Strategy } from '../strategy.ts';

export const coreKinds: readonly Strategy[] = [
  configMapStrategy,
  endpointsStrategy,
  eventStrategy,
  namespaceStrategy,
  nodeStrategy,
  podStrategy,
  podTemplateStrategy,
  replicationControllerStrategy,
  secretStrategy,
  serviceAccountStrategy,
  serviceStrategy,
];
