/** The tools of a container's Linux beside the coreutils: one line each. */
import type { Program } from '../../shell/process.ts';
import { df, mount } from './disks.ts';
import { getent } from './dns-tools.ts';
import { free, top, uptime } from './load.ts';
import { nc, telnet } from './nc.ts';
import { ifconfig, ip, netstat, ping, traceroute } from './net-tools.ts';
import { chown } from './ownership.ts';
import { packageManagers } from './package-managers.ts';

export const systemTools: Readonly<Record<string, Program>> = {
  chown,
  df,
  free,
  getent,
  ifconfig,
  ip,
  mount,
  nc,
  netstat,
  ping,
  telnet,
  top,
  traceroute,
  uptime,
  ...packageManagers,
};

/** Debian's images come without these. */
export const BUSYBOX_TOOLS: ReadonlySet<string> = new Set([
  'ifconfig',
  'ip',
  'nc',
  'netstat',
  'ping',
  'telnet',
  'traceroute',
]);
