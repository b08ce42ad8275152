/** The program `node` of images: runs what the learner wrote. */
import { resolvePath } from '../../shell/path.ts';
import type { ServerContainer } from '../container.ts';
import type { ImageProgram } from '../image.ts';
import { nodeArguments } from './node-arguments.ts';
import { inModulePackage } from './node-imports.ts';
import { heapOf, NodeProcess } from './node-process.ts';
import { loadQuickJS } from './quickjs.ts';

const VERSION = 'v22.20.0';

/** Simplified: after a snapshot it begins again from its first line, as on a machine that was rebooted. */
export const node: ImageProgram = { kind: 'server', start };

function start(container: ServerContainer): void {
  const { config, argv, clock } = container;
  const version = config.env['NODE_VERSION'] === undefined ? VERSION : `v${config.env['NODE_VERSION']}`;
  // Before it may stand the image's entry point.
  const at = argv.findIndex((word) => /(^|\/)node(js)?$/.test(word));
  const given = nodeArguments(argv.slice(at + 1), version);
  if (given.run === 'say') {
    container.log(given.text, given.status === 0 ? 'stdout' : 'stderr');
    // Not within its own start.
    return void container.after(0, () => container.exit(given.status));
  }
  const cwd = config.workingDir;
  const file = given.run === 'file' ? resolvePath(cwd, given.file) : '[eval]';
  const words = given.run === 'file' ? ['/usr/local/bin/node', file, ...given.argv] : given.argv;
  const main =
    given.run === 'file'
      ? { cwd, file, modules: inModulePackage(container.fs, file) }
      : { cwd, code: given.code, print: given.print };
  let over = false;
  container.onEnd(() => (over = true));
  const loading = loadQuickJS(heapOf(config.memoryLimit)).then((engine) => {
    if (over) return;
    new NodeProcess(container, { cwd, argv: words, env: config.env, version }, engine).start(main);
    clock.promised?.();
  });
  // To fetch the engine takes this machine a moment; the simulated one has it.
  clock.hold?.(loading);
  loading.catch((error: unknown) => {
    container.log(`node: this browser could not load the JavaScript engine: ${String(error)}\n`, 'stderr');
    container.exit(1);
    clock.promised?.();
  });
}
