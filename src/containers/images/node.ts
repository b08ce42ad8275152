/** docker.io/library/node: Node.js for the learner's own programs (github.com/nodejs/docker-node). */
import { BASE_FILES, type Image } from '../image.ts';
import { node } from '../javascript/node.ts';
import { npm } from '../javascript/npm.ts';
import { NET_TOOLS, PATH } from './http-server.ts';

/** The newest of each line. */
const VERSIONS: Readonly<Record<string, string>> = {
  4: '4.9.1',
  6: '6.17.1',
  7: '7.10.1',
  8: '8.17.0',
  10: '10.24.1',
  12: '12.22.12',
  14: '14.21.3',
  16: '16.20.2',
  18: '18.20.8',
  20: '20.19.5',
  22: '22.20.0',
  23: '23.11.1',
  24: '24.9.0',
};
const TAG =
  /^(latest|lts|current|argon|boron|carbon|dubnium|erbium|fermium|gallium|hydrogen|iron|jod|\d+(\.\d+){0,2})?-?((alpine|slim|onbuild|wheezy|jessie|stretch|buster|bullseye|bookworm|trixie)(\d\.\d+)?(-slim)?)?$/;
const NAMED: Readonly<Record<string, string>> = { lts: '22', jod: '22', iron: '20', hydrogen: '18', gallium: '16' };

const USERS = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
node:x:1000:1000::/home/node:/bin/bash
`;

function versionOf(tag: string): string {
  const [word = ''] = tag.split('-');
  if (/^\d+\.\d+\.\d+$/.test(word)) return word;
  const line = NAMED[word] ?? /^\d+/.exec(word)?.[0] ?? '24';
  return VERSIONS[line] ?? `${line}.0.0`;
}

const isAlpine = (tag: string): boolean => tag.includes('alpine');

/** Simplified: of alpine's tools its alpine variants have the names only, not the accents. */
export const nodeImage: Image = {
  repository: 'docker.io/library/node',
  hasTag: (tag) => tag !== '' && TAG.test(tag),
  files: (tag) => ({
    ...BASE_FILES,
    '/etc/passwd': USERS,
    '/home/node/': '',
    '/usr/local/bin/node': '\x7fELF',
    '/usr/local/bin/npm': '#!/usr/bin/env node\n',
    '/usr/local/bin/docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n',
    '/etc/os-release': isAlpine(tag)
      ? 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.2\nPRETTY_NAME="Alpine Linux v3.22"\n'
      : 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  }),
  env: (tag) => ({ PATH, NODE_VERSION: versionOf(tag), YARN_VERSION: '1.22.22' }),
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['node'],
  size: (tag) => (isAlpine(tag) ? 55_000_000 : tag.includes('slim') ? 78_000_000 : 400_000_000),
  memory: 28 * 1024 * 1024,
  shell: true,
  wrapper: 'docker-entrypoint.sh',
  programs: { node, nodejs: node, npm: { kind: 'command', run: npm }, ...NET_TOOLS },
};
