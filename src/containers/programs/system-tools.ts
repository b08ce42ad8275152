/** The tools of a container's Linux beside the coreutils: one line each. */
import type { Program } from '../../shell/process.ts';
import { df, mount } from './disks.ts';
import { free, top, uptime } from './load.ts';
import { ifconfig, ip, nc, netstat, ping } from './net-tools.ts';
import { chown } from './ownership.ts';

export const systemTools: Readonly<Record<string, Program>> = {
  chown,
  df,
  free,
  ifconfig,
  ip,
  mount,
  nc,
  netstat,
  ping,
  top,
  uptime,
};

/** Debian's images come without these. */
export const BUSYBOX_TOOLS: ReadonlySet<string> = new Set(['ifconfig', 'ip', 'nc', 'netstat', 'ping']);
