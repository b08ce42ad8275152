/** docker.io/library/perl, for the one program that everybody runs with it: the digits of π of the Job documentation. */
import type { Process } from '../../shell/process.ts';
import { NET_TOOLS } from './http-server.ts';
import { distribution } from './distributions.ts';
import type { Image } from '../image.ts';

/** The first `digits` digits of π, by Machin's formula. */
export function digitsOfPi(digits: number): string {
  const unit = 10n ** BigInt(digits + 10);
  const arctan = (inverse: bigint): bigint => {
    let term = unit / inverse;
    let sum = term;
    for (let n = 3n, sign = -1n; term !== 0n; n += 2n, sign = -sign) {
      term /= inverse * inverse;
      sum += (sign * term) / n;
    }
    return sum;
  };
  const pi = String((4n * (4n * arctan(5n) - arctan(239n))) / 10n ** 10n);
  return `${pi[0]}.${pi.slice(1, digits)}`;
}

const MOST = 10_000;

async function perl({ argv, stdout, stderr, machine, signal }: Process): Promise<number> {
  const script = argv.at(-1) ?? '';
  const digits = Number(/^\s*print\s+bpi\((\d+)\)\s*;?\s*$/.exec(script)?.[1] ?? Number.NaN);
  if (argv.some((word) => /^-v$|^--version$/.test(word))) {
    await stdout.write('\nThis is perl 5, version 34, subversion 0 (v5.34.0) built for x86_64-linux-gnu\n\n');
    return 0;
  }
  if (!(digits > 0 && digits <= MOST)) {
    await stderr.write(`perl: Tidepool runs no Perl but \`print bpi(N)\`, N up to ${MOST}.\n`);
    return 2;
  }
  // A real one takes some seconds for two thousand digits.
  await machine.clock.sleep(digits * 2, signal);
  await stdout.write(`${digitsOfPi(digits)}\n`);
  return 0;
}

export const perlImage: Image = {
  ...distribution({
    repository: 'docker.io/library/perl',
    tags: /^(latest|slim|5(\.\d+){0,2})(-(slim|bookworm|bullseye|buster|threaded|trixie))*$/,
    cmd: ['perl', '-de0'],
    size: 336_000_000,
  }),
  programs: { perl: { kind: 'command', run: perl }, ...NET_TOOLS },
};
