/** Validation of containers (pkg/apis/core/validation/validation.go validateContainers and below). */
import type { Container, ContainerPort, EnvVar, PodSpec, Probe } from 'kubernetes-types/core/v1';
import {
  NOT_NEGATIVE,
  type FieldError,
  duplicate,
  invalid,
  notFoundField,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import {
  isConfigMapKey,
  isDNS1123Label,
  isDNS1123Subdomain,
  isRelaxedEnvVarName,
  isValidPortName,
  isValidPortNum,
} from '../../../../api/names.ts';
import { parseQuantity } from '../../../../api/quantity.ts';

const PULL = ['Always', 'IfNotPresent', 'Never'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MESSAGE_POLICIES = ['FallbackToLogsOnError', 'File'];
const SCHEMES = ['HTTP', 'HTTPS'];
const POD_FIELDS = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
  'metadata.labels',
  'metadata.annotations',
]);

export function validateContainers(
  spec: PodSpec,
  path: string,
  volumes: ReadonlySet<string>,
  errors: FieldError[],
): void {
  const containers = spec.containers ?? [];
  if (containers.length === 0) errors.push(required(`${path}.containers`));
  const names = new Set<string>();
  const hostPorts = new Set<string>();
  for (const [i, container] of containers.entries()) {
    const at = `${path}.containers[${i}]`;
    validateContainer(container, at, volumes, spec.hostNetwork === true, errors);
    if (container.name) claimName(container.name, at, names, errors);
    validateHostPorts(container.ports ?? [], `${at}.ports`, hostPorts, errors);
  }
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    const at = `${path}.initContainers[${i}]`;
    validateContainer(container, at, volumes, spec.hostNetwork === true, errors);
    if (container.name) claimName(container.name, at, names, errors);
  }
}

function claimName(name: string, at: string, names: Set<string>, errors: FieldError[]): void {
  if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
  names.add(name);
}

function validateHostPorts(
  ports: readonly ContainerPort[],
  at: string,
  taken: Set<string>,
  errors: FieldError[],
): void {
  for (const [i, port] of ports.entries()) {
    if (!port.hostPort) continue;
    const id = `${port.protocol ?? ''}/${port.hostIP ?? ''}/${port.hostPort}`;
    if (taken.has(id)) errors.push(duplicate(`${at}[${i}].hostPort`, id));
    taken.add(id);
  }
}

function validateContainer(
  container: Container,
  at: string,
  volumes: ReadonlySet<string>,
  hostNetwork: boolean,
  errors: FieldError[],
): void {
  const { name, image } = container;
  if (!name) errors.push(required(`${at}.name`));
  else for (const message of isDNS1123Label(name)) errors.push(invalid(`${at}.name`, name, message));
  if (!image) errors.push(required(`${at}.image`));
  else if (image.trim() !== image)
    errors.push(invalid(`${at}.image`, image, 'must not have leading or trailing whitespace'));
  if (container.terminationMessagePolicy && !MESSAGE_POLICIES.includes(container.terminationMessagePolicy)) {
    errors.push(notSupported(`${at}.terminationMessagePolicy`, container.terminationMessagePolicy, MESSAGE_POLICIES));
  }
  if (container.ports) validatePorts(container.ports, `${at}.ports`, hostNetwork, errors);
  for (const [i, variable] of (container.env ?? []).entries()) validateEnv(variable, `${at}.env[${i}]`, errors);
  for (const from of container.envFrom ?? []) {
    if (!from.configMapRef && !from.secretRef)
      errors.push(invalid(`${at}.envFrom`, '', 'must specify one of: `configMapRef` or `secretRef`'));
  }
  if (container.volumeMounts) validateMounts(container, at, volumes, errors);
  validateProbe(container.livenessProbe, `${at}.livenessProbe`, errors);
  validateProbe(container.readinessProbe, `${at}.readinessProbe`, errors);
  validateProbe(container.startupProbe, `${at}.startupProbe`, errors);
  if (!container.imagePullPolicy) errors.push(required(`${at}.imagePullPolicy`));
  else if (!PULL.includes(container.imagePullPolicy))
    errors.push(notSupported(`${at}.imagePullPolicy`, container.imagePullPolicy, PULL));
  if (container.resources) validateResources(container, at, errors);
}

function validatePorts(
  ports: readonly ContainerPort[],
  path: string,
  hostNetwork: boolean,
  errors: FieldError[],
): void {
  const names = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const at = `${path}[${i}]`;
    if (port.name) {
      const messages = isValidPortName(port.name);
      for (const message of messages) errors.push(invalid(`${at}.name`, port.name, message));
      if (messages.length === 0 && names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${at}.containerPort`));
    else
      for (const message of isValidPortNum(port.containerPort))
        errors.push(invalid(`${at}.containerPort`, port.containerPort, message));
    if (port.hostPort) {
      for (const message of isValidPortNum(port.hostPort))
        errors.push(invalid(`${at}.hostPort`, port.hostPort, message));
      if (hostNetwork && port.hostPort !== port.containerPort)
        errors.push(invalid(`${at}.hostPort`, port.hostPort, 'must match `containerPort` when `hostNetwork` is true'));
    }
    if (!port.protocol) errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${at}.protocol`, port.protocol, PROTOCOLS));
  }
}

function validateEnv(variable: EnvVar, at: string, errors: FieldError[]): void {
  if (!variable.name) errors.push(required(`${at}.name`));
  else
    for (const message of isRelaxedEnvVarName(variable.name))
      errors.push(invalid(`${at}.name`, variable.name, message));
  const from = variable.valueFrom;
  if (!from) return;
  const path = `${at}.valueFrom`;
  const given = Object.keys(from).length;
  if (from.fieldRef) {
    const { fieldPath } = from.fieldRef;
    if (!fieldPath) errors.push(required(`${path}.fieldRef.fieldPath`));
    else if (!POD_FIELDS.has(fieldPath) && !/^metadata\.(labels|annotations)\['.+'\]$/.test(fieldPath)) {
      errors.push(
        invalid(
          `${path}.fieldRef.fieldPath`,
          fieldPath,
          `error converting fieldPath: field label not supported: ${fieldPath}`,
        ),
      );
    }
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const ref = from[kind];
    if (!ref) continue;
    for (const message of isDNS1123Subdomain(ref.name ?? ''))
      errors.push(invalid(`${path}.${kind}.name`, ref.name ?? '', message));
    if (!ref.key) errors.push(required(`${path}.${kind}.key`));
    else for (const message of isConfigMapKey(ref.key)) errors.push(invalid(`${path}.${kind}.key`, ref.key, message));
  }
  if (given === 0)
    errors.push(
      invalid(
        path,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    );
  else if (variable.value) errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (given > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
}

function validateMounts(container: Container, at: string, volumes: ReadonlySet<string>, errors: FieldError[]): void {
  const paths = new Set<string>();
  for (const [i, mount] of (container.volumeMounts ?? []).entries()) {
    const path = `${at}.volumeMounts[${i}]`;
    if (!mount.name) errors.push(required(`${path}.name`));
    else if (!volumes.has(mount.name)) errors.push(notFoundField(`${path}.name`, mount.name));
    if (!mount.mountPath) errors.push(required(`${path}.mountPath`));
    else if (paths.has(mount.mountPath)) errors.push(invalid(`${path}.mountPath`, mount.mountPath, 'must be unique'));
    paths.add(mount.mountPath);
    // Upstream forgets the index here.
    if (mount.subPath?.split('/').includes('..'))
      errors.push(invalid(`${at}.volumeMounts.subPath`, mount.subPath, "must not contain '..'"));
  }
}

function validateProbe(probe: Probe | undefined, at: string, errors: FieldError[]): void {
  if (!probe) return;
  const handlers = (['exec', 'httpGet', 'tcpSocket', 'grpc'] as const).filter((kind) => probe[kind]);
  if (handlers.length === 0) errors.push(required(at, 'must specify a handler type'));
  for (const extra of handlers.slice(1))
    errors.push({
      reason: 'FieldValueForbidden',
      field: `${at}.${extra}`,
      message: 'Forbidden: may not specify more than 1 handler type',
    });
  if (probe.exec && !probe.exec.command?.length) errors.push(required(`${at}.exec.command`));
  const get = probe.httpGet;
  if (get) {
    if (!get.path) errors.push(required(`${at}.httpGet.path`));
    validatePortOrName(get.port, `${at}.httpGet.port`, errors);
    if (get.scheme && !SCHEMES.includes(get.scheme))
      errors.push(notSupported(`${at}.httpGet.scheme`, get.scheme, SCHEMES));
  }
  if (probe.tcpSocket) validatePortOrName(probe.tcpSocket.port, `${at}.tcpSocket.port`, errors);
  for (const name of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const) {
    if ((probe[name] ?? 0) < 0) errors.push(invalid(`${at}.${name}`, probe[name], NOT_NEGATIVE));
  }
  if ((probe.successThreshold ?? 1) !== 1 && !at.endsWith('readinessProbe'))
    errors.push(invalid(`${at}.successThreshold`, probe.successThreshold, 'must be 1'));
}

function validatePortOrName(port: number | string, at: string, errors: FieldError[]): void {
  const messages = typeof port === 'number' ? isValidPortNum(port) : isValidPortName(port);
  for (const message of messages) errors.push(invalid(at, port, message));
}

function validateResources(container: Container, at: string, errors: FieldError[]): void {
  const { limits, requests } = container.resources!;
  for (const [list, path] of [
    [limits, `${at}.resources.limits`],
    [requests, `${at}.resources.requests`],
  ] as const) {
    for (const [name, text] of Object.entries(list ?? {})) {
      const value = parseQuantity(text);
      if (value && value.nano < 0n) errors.push(invalid(`${path}[${name}]`, text, NOT_NEGATIVE));
    }
  }
  for (const [name, text] of Object.entries(requests ?? {})) {
    const limit = limits?.[name];
    if (limit === undefined) continue;
    const [asked, allowed] = [parseQuantity(text), parseQuantity(limit)];
    if (asked && allowed && asked.nano > allowed.nano)
      errors.push(invalid(`${at}.resources.requests`, text, `must be less than or equal to ${name} limit of ${limit}`));
  }
}
