/** Images that are there to look at a cluster's network from within: netshoot, dnsutils and their like. */
import type { Image, ImageProgram } from '../image.ts';
import { dig, getent, host } from '../programs/dns-tools.ts';
import { systemTools } from '../programs/system-tools.ts';
import { distribution } from './distributions.ts';
import { NET_TOOLS } from './http-server.ts';

const command = (run: Extract<ImageProgram, { kind: 'command' }>['run']): ImageProgram => ({ kind: 'command', run });

const NAMES = ['ip', 'ifconfig', 'ping', 'nc', 'netstat', 'telnet', 'traceroute'] as const;

const ALL: Readonly<Record<string, ImageProgram>> = {
  ...NET_TOOLS,
  dig: command(dig),
  host: command(host),
  getent: command(getent),
  ...Object.fromEntries(NAMES.map((name) => [name, command(systemTools[name]!)])),
};

const image = (repository: string, size: number, more: Partial<Image> = {}): Image => ({
  ...distribution({ repository, tags: /./, cmd: ['/bin/bash'], size }),
  programs: ALL,
  ...more,
});

const SLEEP = { cmd: ['/bin/sleep', 'infinity'] } as const;

export const netToolsImages: readonly Image[] = [
  image('docker.io/nicolaka/netshoot', 195_000_000, { cmd: ['bash'] }),
  image('registry.k8s.io/e2e-test-images/jessie-dnsutils', 112_000_000, SLEEP),
  image('gcr.io/kubernetes-e2e-test-images/dnsutils', 4_000_000, SLEEP),
  image('docker.io/tutum/dnsutils', 80_000_000),
  image('docker.io/infoblox/dnstools', 9_000_000, { cmd: ['/bin/sh'], userland: 'busybox' }),
  image('docker.io/giantswarm/tiny-tools', 8_000_000, { cmd: ['/bin/sh'], userland: 'busybox' }),
  image('docker.io/radial/busyboxplus', 4_000_000, { cmd: ['/bin/sh'], userland: 'busybox' }),
  image('docker.io/odise/busybox-curl', 4_000_000, { cmd: ['/bin/sh'], userland: 'busybox' }),
  image('docker.io/yauritux/busybox-curl', 4_000_000, { cmd: ['/bin/sh'], userland: 'busybox' }),
  image('docker.io/byrnedo/alpine-curl', 5_000_000, { entrypoint: ['curl'], cmd: [], userland: 'busybox' }),
];
