/** docker.io/polinux/stress and vish/stress: take memory or processor time, to see what limits do. */
import type { ServerContainer } from '../container.ts';
import { BASE_FILES, type Image } from '../image.ts';
import { PATH } from './http-server.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
};

function bytes(text: string | undefined): number {
  const [, number = '0', unit = ''] = /^(\d+)(B|[KMG]i?)?$/.exec(text ?? '') ?? [];
  return Number(number) * (UNITS[unit] ?? 1);
}

function option(argv: readonly string[], ...names: string[]): string | undefined {
  const at = argv.findIndex((word) => names.includes(word.split('=')[0] ?? ''));
  return at < 0 ? undefined : (argv[at]!.split('=')[1] ?? argv[at + 1]);
}

function start(container: ServerContainer): void {
  const { argv } = container;
  const workers = Number(option(argv, '--vm', '-m') ?? 0);
  const cpus = Number(option(argv, '--cpu', '-c', '-cpus') ?? 0);
  const each = bytes(option(argv, '--vm-bytes') ?? (workers > 0 ? '256M' : '0')) * Math.max(1, workers);
  const memory = each + bytes(option(argv, '-mem-total'));
  if (!container.resumed)
    container.log(`stress: info: [1] dispatching hogs: ${cpus} cpu, 0 io, ${workers} vm, 0 hdd\n`);
  container.use({ memory, cpu: cpus });
}

const at = (repository: string, cmd: readonly string[]): Image => ({
  repository,
  hasTag: (tag) => /^(latest|1\.\d+(\.\d+)?)$/.test(tag),
  files: () => BASE_FILES,
  env: () => ({ PATH }),
  entrypoint: cmd.length === 0 ? ['/stress'] : [],
  cmd,
  size: () => 4_100_000,
  memory: 1024 * 1024,
  shell: cmd.length > 0,
  programs: { stress: { kind: 'server', start } },
});

export const stressImages: readonly Image[] = [
  at('docker.io/polinux/stress', ['/usr/local/bin/stress']),
  at('docker.io/vish/stress', []),
];
