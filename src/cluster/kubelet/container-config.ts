/** From a container's spec to what the runtime is asked to create (kubelet/kuberuntime/kuberuntime_container.go). */
import type { Container as ContainerSpec } from 'kubernetes-types/core/v1';
import type { ContainerConfig } from '../../containers/container.ts';

import type { Image } from '../../containers/image.ts';
import type { PulledImage } from '../../containers/pull.ts';
import { parseReference } from '../../containers/reference.ts';
import { CreateError, environmentOf, expand, type Objects, type PodFacts } from './environment.ts';
import { limitsOf } from './pod-resizer.ts';
import { securityOf } from './security-context.ts';
import { mountsOf } from './mounts.ts';

export interface ConfigRequest {
  facts: PodFacts;
  spec: ContainerSpec;
  image: PulledImage;
  /** What is in it. */
  known: Image;
  attempt: number;
  objects: Objects;
}

/** Throws ConfigError: CreateContainerConfigError. */
export function containerConfig({ facts, spec, image, known, attempt, objects }: ConfigRequest): ContainerConfig {
  const own = environmentOf(facts, spec, objects);
  const { tag } = parseReference(image.canonical);
  const security = securityOf(facts.pod, spec, known.user ?? 0);
  const expanded = (words: readonly string[]): string[] => words.map((word) => expand(word, own));
  const command = spec.command?.length ? expanded(spec.command) : undefined;
  const args = spec.args?.length ? expanded(spec.args) : undefined;
  const argv = command ? [...command, ...(args ?? [])] : [...known.entrypoint, ...(args ?? known.cmd)];
  if (argv.length === 0) {
    throw new CreateError('failed to generate container spec: failed to generate spec: no command specified');
  }
  return {
    name: spec.name,
    image: image.canonical,
    ...(image.built && { imageId: image.built.id }),
    attempt,
    argv,
    env: {
      ...known.env(tag),
      HOSTNAME: facts.hostname ?? facts.pod.spec?.hostname ?? facts.pod.metadata?.name ?? '',
      ...own,
    },
    workingDir: spec.workingDir ?? known.workingDir ?? '/',
    mounts: mountsOf(facts.pod, spec, { env: own, attempt, objects }),
    ports: (spec.ports ?? []).filter((port) => (port.protocol ?? 'TCP') === 'TCP').map((port) => port.containerPort),
    ...hostPorts(spec),
    ...(spec.stdin && { stdin: true }),
    ...(spec.stdinOnce && { stdinOnce: true }),
    ...(spec.tty && { tty: true }),
    stopSignal: known.stopSignal ?? 'TERM',
    ...targetOf(spec),
    ...security,
    ...limitsOf(spec),
    ...terminationMessage(spec),
  };
}

/** Of an ephemeral container. */
function targetOf(spec: ContainerSpec & { targetContainerName?: string }): Pick<ContainerConfig, 'seesProcessesOf'> {
  return spec.targetContainerName ? { seesProcessesOf: spec.targetContainerName } : {};
}

function terminationMessage(spec: ContainerSpec): Pick<ContainerConfig, 'terminationMessage'> {
  const { terminationMessagePath: path, terminationMessagePolicy: policy } = spec;
  if (!path) return {};
  return { terminationMessage: { path, fromLogs: policy === 'FallbackToLogsOnError' } };
}

function hostPorts(spec: ContainerSpec): Pick<ContainerConfig, 'hostPorts'> {
  const list = (spec.ports ?? []).flatMap(({ hostPort, containerPort }) =>
    hostPort ? [{ host: hostPort, port: containerPort }] : [],
  );
  return list.length > 0 ? { hostPorts: list } : {};
}
