/** What root may do in a container (capabilities(7); containerd's defaultUnixCaps). */
import type { ContainerConfig } from './container.ts';

/** What containerd gives to a container that asks for nothing. */
const DEFAULT = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** True when a process of the container has the capability in effect; only root's have any. */
export function mayUse({ user, capabilities }: ContainerConfig, capability: string): boolean {
  const { added = [], dropped = [] } = capabilities ?? {};
  if (user && user.uid !== 0) return false;
  if (added.includes('ALL') || added.includes(capability)) return true;
  return DEFAULT.has(capability) && !dropped.includes('ALL') && !dropped.includes(capability);
}
