/** Who a container runs as and what it may do (pkg/securitycontext/util.go; kuberuntime/security_context.go). */
import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';
import type { ContainerConfig } from '../../containers/container.ts';
import type { ContainerUser } from '../../containers/permissions.ts';
import { ConfigError } from './environment.ts';

type SecurityConfig = Pick<ContainerConfig, 'user' | 'readOnlyRoot' | 'capabilities'>;

/** `imageUser`: who the image says. Throws ConfigError where runAsNonRoot forbids it. */
export function securityOf(pod: Pod, spec: ContainerSpec, imageUser: number): SecurityConfig {
  const own = spec.securityContext ?? {};
  const asked = own.runAsUser ?? pod.spec?.securityContext?.runAsUser;
  const uid = asked ?? imageUser;
  if ((own.runAsNonRoot ?? pod.spec?.securityContext?.runAsNonRoot) && uid === 0) {
    const { name, namespace, uid: id } = pod.metadata ?? {};
    const what =
      asked === undefined
        ? 'container has runAsNonRoot and image will run as root'
        : "container's runAsUser breaks non-root policy";
    throw new ConfigError(`${what} (pod: "${name}_${namespace}(${id})", container: ${spec.name})`);
  }
  const { add = [], drop = [] } = own.capabilities ?? {};
  const added = own.privileged ? ['ALL'] : add.map(plain);
  return {
    ...userOf(pod, spec, uid),
    ...(own.readOnlyRootFilesystem && { readOnlyRoot: true }),
    ...(added.length + drop.length > 0 && { capabilities: { added, dropped: drop.map(plain) } }),
  };
}

const plain = (capability: string): string => capability.toUpperCase().replace(/^CAP_/, '');

/** Absent for plain root. */
function userOf(pod: Pod, spec: ContainerSpec, uid: number): { user?: ContainerUser } {
  const { fsGroup, supplementalGroups = [], runAsGroup } = pod.spec?.securityContext ?? {};
  const gid = spec.securityContext?.runAsGroup ?? runAsGroup ?? 0;
  const more = [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])];
  if (uid === 0 && gid === 0 && more.length === 0) return {};
  return { user: { uid, gid, groups: [...new Set([gid, ...more])].toSorted((a, b) => a - b) } };
}
