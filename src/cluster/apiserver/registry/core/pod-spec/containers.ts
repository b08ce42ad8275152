/** Containers of all three kinds (pkg/apis/core/validation/validation.go validateContainers, validateInitContainers). */
import type { Container, ContainerPort, PodSpec, Volume } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import { isDNS1123Label, isValidPortName, isValidPortNum } from '../../../../../api/names.ts';
import { validateInitRestartRules, validateRestartRules } from './container-restarts.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateDevices, validateMounts } from './mounts.ts';
import { validateLifecycle, validateProbes } from './probes.ts';
import { validateContainerResources } from './resources.ts';
import { validateContainerSecurity } from './container-security.ts';

const PULL = ['Always', 'IfNotPresent', 'Never'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/** What a container may refer to in its Pod. */
export interface PodContext {
  spec: PodSpec;
  /** Usable volumes by name. */
  volumes: ReadonlyMap<string, Volume>;
  /** Names of resource claims. */
  claims: ReadonlySet<string>;
  /** terminationGracePeriodSeconds. */
  grace: number;
}

export function validateContainers(pod: PodContext, path: string, errors: FieldError[]): void {
  const containers = pod.spec.containers ?? [];
  if (containers.length === 0) return void errors.push(required(path));
  const names = new Set<string>();
  for (const [i, container] of containers.entries()) {
    const at = `${path}[${i}]`;
    validateContainerCommon(container, pod, at, errors);
    if (names.has(container.name ?? '')) errors.push(duplicate(`${at}.name`, container.name ?? ''));
    names.add(container.name ?? '');
    if (container.lifecycle) validateLifecycle(container.lifecycle, pod.grace, `${at}.lifecycle`, errors);
    validateProbes(container, at, errors);
    validateRestartRules(container, at, errors);
  }
  validateHostPorts(containers, path, errors);
}

export function validateInitContainers(pod: PodContext, path: string, errors: FieldError[]): void {
  const containers = pod.spec.initContainers;
  if (!containers?.length) return;
  const names = new Set((pod.spec.containers ?? []).map(({ name }) => name ?? ''));
  for (const [i, container] of containers.entries()) {
    const at = `${path}[${i}]`;
    validateContainerCommon(container, pod, at, errors);
    validateInitRestartRules(container, at, errors);
    if (names.has(container.name ?? '')) errors.push(duplicate(`${at}.name`, container.name ?? ''));
    else if (container.name) names.add(container.name);
    validateHostPorts([container], path, errors);
    if (container.restartPolicy === 'Always') {
      if (container.lifecycle) validateLifecycle(container.lifecycle, pod.grace, `${at}.lifecycle`, errors);
      validateProbes(container, at, errors);
      continue;
    }
    for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[field])
        errors.push(
          forbiddenField(`${at}.${field}`, 'may not be set for init containers without restartPolicy=Always'),
        );
    }
  }
}

/** What holds for every container, ephemeral ones too. */
export function validateContainerCommon(container: Container, pod: PodContext, at: string, errors: FieldError[]): void {
  const { name, image, terminationMessagePolicy: messages, imagePullPolicy: pull } = container;
  if (!name) errors.push(required(`${at}.name`));
  else errors.push(...invalids(`${at}.name`, name, isDNS1123Label(name)));
  if (!image) errors.push(required(`${at}.image`));
  if (!messages) errors.push(required(`${at}.terminationMessagePolicy`));
  else if (!MESSAGE_POLICIES.includes(messages))
    errors.push(notSupported(`${at}.terminationMessagePolicy`, messages, MESSAGE_POLICIES));
  if (container.ports) validatePorts(container.ports, `${at}.ports`, errors);
  if (container.env) validateEnv(container.env, `${at}.env`, errors);
  if (container.envFrom) validateEnvFrom(container.envFrom, `${at}.envFrom`, errors);
  if (container.volumeMounts) validateMounts(container, pod.volumes, `${at}.volumeMounts`, errors);
  if (container.volumeDevices) validateDevices(container, pod.volumes, `${at}.volumeDevices`, errors);
  if (!pull) errors.push(required(`${at}.imagePullPolicy`));
  else if (!PULL.includes(pull)) errors.push(notSupported(`${at}.imagePullPolicy`, pull, PULL));
  validateContainerResources(container.resources, pod.claims, `${at}.resources`, errors);
  if (container.resizePolicy) validateResizePolicy(container, pod.spec, `${at}.resizePolicy`, errors);
  if (container.securityContext)
    validateContainerSecurity(container.securityContext, pod.spec, `${at}.securityContext`, errors);
}

function validatePorts(ports: readonly ContainerPort[], path: string, errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [i, { name, containerPort, hostPort, protocol }] of ports.entries()) {
    const at = `${path}[${i}]`;
    if (name) {
      const texts = isValidPortName(name);
      errors.push(...invalids(`${at}.name`, name, texts));
      if (texts.length === 0 && names.has(name)) errors.push(duplicate(`${at}.name`, name));
      else if (texts.length === 0) names.add(name);
    }
    if (!containerPort) errors.push(required(`${at}.containerPort`));
    else errors.push(...invalids(`${at}.containerPort`, containerPort, isValidPortNum(containerPort)));
    if (hostPort) errors.push(...invalids(`${at}.hostPort`, hostPort, isValidPortNum(hostPort)));
    if (!protocol) errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
  }
}

function validateHostPorts(containers: readonly Container[], path: string, errors: FieldError[]): void {
  let taken: Set<string> | undefined;
  for (const [i, { ports }] of containers.entries()) {
    for (const [j, { protocol, hostIP, hostPort }] of (ports ?? []).entries()) {
      if (!hostPort) continue;
      const id = `${protocol ?? ''}/${hostIP ?? ''}/${hostPort}`;
      if (taken?.has(id)) errors.push(duplicate(`${path}[${i}].ports[${j}].hostPort`, id));
      (taken ??= new Set()).add(id);
    }
  }
}

const RESIZABLE = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

/** Upstream forgets the index but for duplicates. */
function validateResizePolicy(container: Container, spec: PodSpec, path: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [i, { resourceName, restartPolicy }] of (container.resizePolicy ?? []).entries()) {
    if (seen.has(resourceName)) errors.push(duplicate(`${path}[${i}]`, resourceName));
    seen.add(resourceName);
    if (!resourceName) errors.push(required(path));
    else if (!RESIZABLE.includes(resourceName)) errors.push(notSupported(path, resourceName, RESIZABLE));
    if (!restartPolicy) errors.push(required(path));
    else if (!RESIZE_POLICIES.includes(restartPolicy)) errors.push(notSupported(path, restartPolicy, RESIZE_POLICIES));
    if (spec.restartPolicy === 'Never' && restartPolicy !== 'NotRequired')
      errors.push(invalid(path, restartPolicy ?? '', "must be 'NotRequired' when `restartPolicy` is 'Never'"));
  }
}
