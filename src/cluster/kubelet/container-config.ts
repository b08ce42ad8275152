/** From a container's spec to what the runtime is asked to create (kubelet/kuberuntime/kuberuntime_container.go). */
import type { Container as ContainerSpec } from 'kubernetes-types/core/v1';
import { quantityValue } from '../../api/quantity.ts';
import type { ContainerConfig } from '../../containers/container.ts';

import { findImage } from '../../containers/images/index.ts';
import type { PulledImage } from '../../containers/pull.ts';
import { parseReference } from '../../containers/reference.ts';
import { ConfigError, CreateError, environmentOf, expand, type Objects, type PodFacts } from './environment.ts';
import { mountsOf } from './volumes.ts';

export interface ConfigRequest {
  facts: PodFacts;
  spec: ContainerSpec;
  image: PulledImage;
  attempt: number;
  objects: Objects;
}

/** Throws ConfigError: CreateContainerConfigError. */
export function containerConfig({ facts, spec, image, attempt, objects }: ConfigRequest): ContainerConfig {
  const own = environmentOf(facts, spec, objects);
  const { repository, tag } = parseReference(image.canonical);
  const known = findImage(repository);
  const nonRoot = spec.securityContext?.runAsNonRoot ?? facts.pod.spec?.securityContext?.runAsNonRoot;
  const user = spec.securityContext?.runAsUser ?? facts.pod.spec?.securityContext?.runAsUser ?? known.user ?? 0;
  if (nonRoot && user === 0) {
    const who = `(pod: "${facts.pod.metadata?.name}_${facts.pod.metadata?.namespace}(${facts.pod.metadata?.uid})", container: ${spec.name})`;
    throw new ConfigError(`container has runAsNonRoot and image will run as root ${who}`);
  }
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
    attempt,
    argv,
    env: { ...known.env(tag), HOSTNAME: facts.pod.spec?.hostname ?? facts.pod.metadata?.name ?? '', ...own },
    workingDir: spec.workingDir ?? known.workingDir ?? '/',
    mounts: mountsOf(facts.pod, spec, own),
    ports: (spec.ports ?? []).filter((port) => (port.protocol ?? 'TCP') === 'TCP').map((port) => port.containerPort),
    ...hostPorts(spec),
    ...(spec.stdin && { stdin: true }),
    ...(spec.stdinOnce && { stdinOnce: true }),
    ...(spec.tty && { tty: true }),
    stopSignal: known.stopSignal ?? 'TERM',
    ...memoryLimit(spec),
  };
}

function memoryLimit({ resources }: ContainerSpec): Pick<ContainerConfig, 'memoryLimit'> {
  const limit = resources?.limits?.['memory'];
  return limit === undefined ? {} : { memoryLimit: quantityValue(limit) };
}

function hostPorts(spec: ContainerSpec): Pick<ContainerConfig, 'hostPorts'> {
  const list = (spec.ports ?? []).flatMap(({ hostPort, containerPort }) =>
    hostPort ? [{ host: hostPort, port: containerPort }] : [],
  );
  return list.length > 0 ? { hostPorts: list } : {};
}
