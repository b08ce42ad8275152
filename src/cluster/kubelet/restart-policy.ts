/** Which of a Pod's containers are started again when they end (pkg/kubelet/container/helpers.go: ShouldContainerBeRestarted). */
import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';

interface RestartRule {
  action?: string;
  exitCodes?: { operator?: string; values?: readonly number[] };
}

type Restartable = ContainerSpec & { restartPolicy?: string; restartPolicyRules?: readonly RestartRule[] };

/** A native sidecar: an init container that runs beside the others and does not hold them up once it has started. */
export const isSidecar = (spec: ContainerSpec): boolean => (spec as Restartable).restartPolicy === 'Always';

/** True when a container that ended with `exitCode` is to run again. */
export function shouldRestart(pod: Pod, spec: ContainerSpec, exitCode: number): boolean {
  const { restartPolicy: own, restartPolicyRules: rules = [] } = spec as Restartable;
  if (rules.some((rule) => rule.action === 'Restart' && matches(rule, exitCode))) return true;
  const policy = own ?? pod.spec?.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  return policy === 'Always' ? !isFinalInit(pod, spec, exitCode) : exitCode !== 0;
}

/** An init container that did its work is not run again, whatever the Pod's policy. */
function isFinalInit(pod: Pod, spec: ContainerSpec, exitCode: number): boolean {
  return exitCode === 0 && !isSidecar(spec) && (pod.spec?.initContainers ?? []).includes(spec);
}

function matches({ exitCodes }: RestartRule, exitCode: number): boolean {
  const listed = exitCodes?.values?.includes(exitCode) === true;
  return exitCodes?.operator === 'NotIn' ? !listed : listed;
}
