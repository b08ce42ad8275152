/** npm in an image and on the laptop: it runs a package's scripts; what must come from the registry cannot. */
import type { Process } from '../../shell/process.ts';
import { resolvePath } from '../../shell/path.ts';

const VERSION = '10.9.3';

interface Package {
  name?: string;
  version?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const INSTALLS = new Set(['install', 'i', 'ci', 'add', 'update']);

export async function npm(process: Process): Promise<number> {
  const [verb = 'help', ...rest] = process.argv.slice(1).filter((word) => !word.startsWith('-'));
  if (process.argv.includes('-v') || process.argv.includes('--version')) return say(process, `${VERSION}\n`);
  if (INSTALLS.has(verb)) return install(process, rest);
  if (verb === 'start' || verb === 'test') return script(process, verb);
  if (verb === 'run' || verb === 'run-script') return script(process, rest[0] ?? '');
  if (verb === 'init') return init(process);
  if (verb === 'cache' || verb === 'config') return 0;
  return say(process, 'npm here knows: install, ci, start, test, run, init, --version\n');
}

async function say(process: Process, text: string): Promise<number> {
  await process.stdout.write(text);
  return 0;
}

async function fail(process: Process, lines: readonly string[], status = 1): Promise<number> {
  await process.stderr.write(lines.map((line) => `npm error ${line}\n`).join(''));
  return status;
}

async function packageOf(process: Process): Promise<Package | undefined> {
  const path = resolvePath(process.cwd, 'package.json');
  const { fs } = process.machine;
  if (fs.stat(path)?.type !== 'file') {
    await fail(process, [
      'code ENOENT',
      'syscall open',
      `path ${path}`,
      'errno -2',
      `enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${path}'`,
      'enoent This is related to npm not being able to find a file.',
    ]);
    return undefined;
  }
  try {
    return JSON.parse(fs.readFile(path)) as Package;
  } catch (error) {
    await fail(process, ['code EJSONPARSE', `path ${path}`, `JSON.parse ${(error as Error).message}`]);
    return undefined;
  }
}

/** Simplified: there is no registry of packages; what is in node_modules already is taken as it is. */
async function install(process: Process, names: readonly string[]): Promise<number> {
  const about =
    names.length > 0 ? { dependencies: Object.fromEntries(names.map((name) => [name, ''])) } : await packageOf(process);
  if (!about) return 254;
  const production = process.argv.some((word) => /^--(production|omit=dev|only=prod)/.test(word));
  const wanted = Object.keys({ ...about.dependencies, ...(production ? {} : (about as Package).devDependencies) });
  const { fs } = process.machine;
  const missing = wanted.find((name) => !fs.stat(resolvePath(process.cwd, `node_modules/${name}`)));
  if (missing === undefined)
    return say(process, `\nup to date, audited ${wanted.length + 1} packages in 1s\n\nfound 0 vulnerabilities\n`);
  const url = `https://registry.npmjs.org/${missing.replace('/', '%2f')}`;
  return fail(process, [
    'code ENOTFOUND',
    'syscall getaddrinfo',
    'errno ENOTFOUND',
    `network request to ${url} failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org`,
    'network This is a problem related to network connectivity.',
    'network Tidepool lives in your browser and has no way to the registry of npm: use what Node.js itself brings.',
  ]);
}

async function script(process: Process, name: string): Promise<number> {
  const about = await packageOf(process);
  if (!about) return 254;
  const own = about.scripts?.[name];
  const server =
    name === 'start' && process.machine.fs.stat(resolvePath(process.cwd, 'server.js')) ? 'node server.js' : undefined;
  const line = own ?? server;
  if (line === undefined)
    return fail(process, [`Missing script: "${name}"`, '', 'To see a list of scripts, run:', '  npm run']);
  await process.stdout.write(
    `\n> ${about.name ?? ''}${about.version ? `@${about.version}` : ''} ${name}\n> ${line}\n\n`,
  );
  const shell = process.machine.find('sh');
  if (!shell) return fail(process, ['code ENOENT', 'syscall spawn sh'], 254);
  return shell({ ...process, argv: ['sh', '-c', line] });
}

async function init(process: Process): Promise<number> {
  const path = resolvePath(process.cwd, 'package.json');
  const name = process.cwd.slice(process.cwd.lastIndexOf('/') + 1) || 'app';
  const about = { name, version: '1.0.0', main: 'index.js', scripts: {}, license: 'ISC' };
  process.machine.fs.writeFile(path, `${JSON.stringify(about, null, 2)}\n`);
  return say(process, `Wrote to ${path}:\n\n${JSON.stringify(about, null, 2)}\n`);
}
