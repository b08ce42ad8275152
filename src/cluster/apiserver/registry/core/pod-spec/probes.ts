/** Probes and lifecycle hooks (pkg/apis/core/validation/validation.go validateProbe, validateLifecycle). */
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from 'kubernetes-types/core/v1';
import {
  NOT_NEGATIVE,
  type FieldError,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import { isHTTPHeaderName, isValidPortName, isValidPortNum } from '../../../../../api/names.ts';

const SCHEMES = ['HTTP', 'HTTPS'];
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const SECONDS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

/** All three probes of a container. */
export function validateProbes(
  container: { livenessProbe?: Probe; readinessProbe?: Probe; startupProbe?: Probe },
  at: string,
  errors: FieldError[],
): void {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (livenessProbe) validateProbe(livenessProbe, `${at}.livenessProbe`, { once: true }, errors);
  if (readinessProbe) validateProbe(readinessProbe, `${at}.readinessProbe`, { once: false }, errors);
  if (startupProbe) validateProbe(startupProbe, `${at}.startupProbe`, { once: true }, errors);
}

/** `once`: one success is enough, as for liveness and startup. Readiness may count but not kill. */
function validateProbe(probe: Probe, at: string, { once }: { once: boolean }, errors: FieldError[]): void {
  validateHandler(probe, undefined, at, errors);
  for (const name of SECONDS) {
    const value = probe[name];
    if (value !== undefined && value < 0) errors.push(invalid(`${at}.${name}`, value, NOT_NEGATIVE));
  }
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0)
    errors.push(invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  if (once && probe.successThreshold !== 1)
    errors.push(invalid(`${at}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'));
  if (!once && grace !== undefined)
    errors.push(invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'));
}

export function validateLifecycle(lifecycle: Lifecycle, grace: number, at: string, errors: FieldError[]): void {
  if (lifecycle.postStart) validateHandler(lifecycle.postStart, grace, `${at}.postStart`, errors);
  if (lifecycle.preStop) validateHandler(lifecycle.preStop, grace, `${at}.preStop`, errors);
}

function validateHandler(handler: Handler, grace: number | undefined, at: string, errors: FieldError[]): void {
  const given = HANDLERS.filter((kind) => handler[kind]);
  const [first, ...others] = given;
  if (first === undefined) errors.push(required(at, 'must specify a handler type'));
  if (first === 'exec' && !handler.exec?.command?.length) errors.push(required(`${at}.exec.command`));
  if (first === 'httpGet') validateHttpGet(handler.httpGet!, `${at}.httpGet`, errors);
  if (first === 'tcpSocket') validatePortNumOrName(handler.tcpSocket!.port, `${at}.tcpSocket.port`, errors);
  if (first === 'grpc') validatePortNumOrName(handler.grpc!.port, `${at}.grpc.port`, errors);
  if (first === 'sleep') validateSleep(handler.sleep!.seconds ?? 0, grace, `${at}.sleep`, errors);
  for (const kind of others) errors.push(forbiddenField(`${at}.${kind}`, 'may not specify more than 1 handler type'));
}

function validateHttpGet(get: HTTPGetAction, at: string, errors: FieldError[]): void {
  if (!get.path) errors.push(required(`${at}.path`));
  validatePortNumOrName(get.port, `${at}.port`, errors);
  if (!SCHEMES.includes(get.scheme ?? '')) errors.push(notSupported(`${at}.scheme`, get.scheme ?? '', SCHEMES));
  for (const { name } of get.httpHeaders ?? [])
    errors.push(...invalids(`${at}.httpHeaders`, name ?? '', isHTTPHeaderName(name ?? '')));
}

/** Numbers are port numbers, text is a port's name. */
export function validatePortNumOrName(port: number | string | undefined, at: string, errors: FieldError[]): void {
  const value = port ?? 0;
  errors.push(...invalids(at, value, typeof value === 'number' ? isValidPortNum(value) : isValidPortName(value)));
}

function validateSleep(seconds: number, grace: number | undefined, at: string, errors: FieldError[]): void {
  if (grace === undefined || (seconds >= 0 && seconds <= grace)) return;
  const text = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`;
  errors.push(invalid(at, seconds, text));
}
