/** Images that are a Linux with a shell and little else: alpine, ubuntu, debian and their like. */
import { BASE_FILES, type Image } from '../image.ts';
import { NET_TOOLS, PATH } from './http-server.ts';

export interface Distribution {
  repository: string;
  tags: RegExp;
  cmd: readonly string[];
  size: number;
  userland?: 'busybox';
  /** /etc/os-release */
  release?: string;
  /** False where curl and wget have to be installed first. */
  tools?: boolean;
}

export function distribution({ repository, tags, cmd, size, userland, release, tools = true }: Distribution): Image {
  return {
    repository,
    hasTag: (tag) => tags.test(tag),
    files: () => ({ ...BASE_FILES, ...(release && { '/etc/os-release': release }) }),
    env: () => ({ PATH }),
    entrypoint: [],
    cmd,
    size: () => size,
    memory: 2 * 1024 * 1024,
    shell: true,
    ...(userland && { userland }),
    programs: tools ? NET_TOOLS : {},
  };
}

const { wget, nslookup } = NET_TOOLS;

const alpine: Image = {
  ...distribution({
    repository: 'docker.io/library/alpine',
    tags: /^(latest|edge|3(\.([0-9]|1\d|2[0-2])(\.\d+)?)?)$/,
    cmd: ['/bin/sh'],
    size: 3_640_000,
    userland: 'busybox',
    release: 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.2\nPRETTY_NAME="Alpine Linux v3.22"\n',
  }),
  programs: { ...(wget && { wget }), ...(nslookup && { nslookup }) },
};

export const distributions: readonly Image[] = [
  alpine,
  distribution({
    repository: 'docker.io/library/ubuntu',
    tags: /^(latest|rolling|devel|(1[4-9]|2[0-5])\.(04|10)|trusty|xenial|bionic|focal|jammy|noble|questing)$/,
    cmd: ['/bin/bash'],
    size: 29_700_000,
    release: 'PRETTY_NAME="Ubuntu 24.04.3 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n',
    tools: false,
  }),
  distribution({
    repository: 'docker.io/library/debian',
    tags: /^(latest|stable|testing|sid|(8|9|1[0-3])(\.\d+)?|stretch|buster|bullseye|bookworm|trixie)(-slim)?$/,
    cmd: ['bash'],
    size: 48_500_000,
    release: 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\nID=debian\n',
    tools: false,
  }),
  distribution({
    repository: 'docker.io/library/centos',
    tags: /^(latest|[678]|centos[678]|7\.\d+\.\d+)$/,
    cmd: ['/bin/bash'],
    size: 83_500_000,
    release: 'NAME="CentOS Linux"\nVERSION="8"\nID="centos"\nPRETTY_NAME="CentOS Linux 8"\n',
  }),
];
