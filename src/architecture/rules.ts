/**
 * The house rules as functions of source text, so that the test can hold the real tree and seeded violations against
 * the same code. A rule gets every file and answers with the breaches it finds, one line each.
 */
import { dirname, join } from 'node:path/posix';

/** Path from the repository's root → text. */
export type Tree = ReadonlyMap<string, string>;
export type Rule = (tree: Tree) => string[];

/** Each part and the parts it may import. What is not listed here has no place in src. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  api: [],
  time: [],
  client: ['api', 'time'],
  shell: ['time'],
  containers: ['shell', 'time', 'api'],
  cluster: ['containers', 'shell', 'client', 'api', 'time'],
  kubectl: ['client', 'api', 'time'],
  workstation: ['kubectl', 'containers', 'shell', 'client', 'api', 'time'],
  lessons: ['client', 'api', 'time'],
  ui: ['workstation', 'lessons', 'client', 'api', 'time'],
};

/** Inside cluster/: who may import whom. `cluster` stands for the files directly in it. */
const CLUSTER_PARTS: Readonly<Record<string, readonly string[]>> = {
  store: [],
  apiserver: ['store'],
  runtime: ['apiserver'],
  controllers: ['runtime'],
  scheduler: ['runtime'],
  kubelet: ['runtime', 'network'],
  network: ['runtime'],
  fresh: ['apiserver', 'runtime', 'controllers'],
  profiles: ['fresh', 'apiserver', 'runtime', 'controllers', 'kubelet', 'network'],
  cluster: ['store', 'apiserver', 'runtime', 'controllers', 'scheduler', 'fresh', 'profiles', 'kubelet', 'network'],
  simulation: ['cluster', 'runtime', 'controllers', 'kubelet'],
};

/** Only these join the cluster to anything else. */
const ROOTS = /^src\/(main\.tsx|[a-z]+\.worker\.ts|(node|worker|architecture)\/.+)$/;
const TEST = /\.test\.tsx?$/;

export function partOf(path: string): string | undefined {
  const [, part] = /^src\/([^/]+)\//.exec(path) ?? [];
  return part !== undefined && part in PARTS ? part : undefined;
}

function isRoot(path: string): boolean {
  return ROOTS.test(path);
}

/** Targets of static, dynamic, type and worker imports that are relative, as paths from the repository's root. */
export function importsOf(path: string, text: string): string[] {
  const pattern = /(?:from\s+|import\s*\(\s*|import\s+|new URL\(\s*)['"](\.{1,2}\/[^'"]+)['"]/g;
  return [...withoutComments(text).matchAll(pattern)].map(([, target]) =>
    join(dirname(path), (target ?? '').split('?')[0] ?? ''),
  );
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

const sources = (tree: Tree): [string, string][] => [...tree].filter(([path]) => /^src\/.+\.tsx?$/.test(path));
const inParts = (tree: Tree): [string, string][] => sources(tree).filter(([path]) => !isRoot(path));

const everyFileHasAPlace: Rule = (tree) =>
  inParts(tree)
    .filter(([path]) => partOf(path) === undefined && path !== 'src/vite-env.d.ts')
    .map(([path]) => `${path} has no place in the table of parts`);

const importsFollowTheArrows: Rule = (tree) =>
  inParts(tree).flatMap(([path, text]) => {
    const part = partOf(path);
    if (!part) return [];
    return importsOf(path, text)
      .filter((target) => {
        if (!target.startsWith('src/')) return true;
        const other = partOf(target);
        return other === undefined ? !target.endsWith('.css') : other !== part && !PARTS[part]?.includes(other);
      })
      .filter(
        (target) =>
          !(part === 'ui' && target.startsWith('src/ui/')) && !(part === 'lessons' && target.startsWith('lessons/')),
      )
      .map((target) => `${path} (${part}) must not import ${target}`);
  });

const clusterArrows: Rule = (tree) =>
  inParts(tree).flatMap(([path, text]) => {
    const from = clusterPart(path);
    if (!from || TEST.test(path)) return [];
    return importsOf(path, text).flatMap((target) => {
      const to = clusterPart(target);
      if (!to || to === from || CLUSTER_PARTS[from]?.includes(to) || target === 'src/cluster/cluster-contract.ts')
        return [];
      return [`${path}: cluster/${from} must not import cluster/${to}`];
    });
  });

function clusterPart(path: string): string | undefined {
  const [, rest] = /^src\/cluster\/(.+)$/.exec(path) ?? [];
  if (rest === undefined) return undefined;
  return rest.includes('/') ? rest.split('/')[0] : 'cluster';
}

const CONTROLLERS = 'src/cluster/controllers/';
/** A controller is what the folder's list names; the list itself is the only one that may import it. */
const controllersMeetInObjects: Rule = (tree) => {
  const list = `${CONTROLLERS}index.ts`;
  const controllers = new Set(importsOf(list, tree.get(list) ?? '').filter((path) => path.startsWith(CONTROLLERS)));
  return inParts(tree)
    .filter(([path]) => path.startsWith(CONTROLLERS) && path !== list && !TEST.test(path))
    .flatMap(([path, text]) =>
      importsOf(path, text)
        .filter((target) => controllers.has(target))
        .map((target) => `${path} calls another controller, ${target}`),
    );
};

const REAL =
  /\b(Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|setImmediate\(|Math\.random\(|performance\.now\(|crypto\.randomUUID\(|crypto\.getRandomValues\()/;
/** Source for a sandbox, whose clock is the cluster's: what it calls is not the page's. */
const SANDBOXED = /\bString\.raw`\(function [^`]*`/g;
const realTimeHasOneDoor: Rule = (tree) =>
  inParts(tree)
    .filter(([path]) => partOf(path) !== 'ui' && path !== 'src/time/real.ts' && !TEST.test(path))
    .flatMap(([path, text]) => {
      const match = REAL.exec(withoutComments(text.replace(SANDBOXED, '')));
      const borrowed = partOf(path) !== 'time' && importsOf(path, text).includes('src/time/real.ts');
      return [
        ...(match ? [`${path} uses ${match[1]}…): real time and chance live in src/time/real.ts`] : []),
        ...(borrowed ? [`${path} imports src/time/real.ts: it must be handed a clock`] : []),
      ];
    });

const checksReadObjects: Rule = (tree) =>
  inParts(tree)
    .filter(([path]) => partOf(path) === 'lessons' && !TEST.test(path))
    .filter(([, text]) => /\b(stdout|stderr|terminalText)\b/.test(withoutComments(text)))
    .map(([path]) => `${path} reads terminal text: goals are about objects`);

const graphIsDerived: Rule = (tree) =>
  inParts(tree)
    .filter(([path]) => path.startsWith('src/ui/graph/') && path.endsWith('.ts') && !TEST.test(path))
    .filter(([, text]) => /from ['"](zustand|idb-keyval)/.test(text))
    .map(([path]) => `${path} stores the graph: it is derived from objects`);

const noBarrels: Rule = (tree) =>
  sources(tree)
    .filter(
      ([path, text]) =>
        /\/index\.tsx?$/.test(path) && /export\s+\*|export\s+(type\s+)?\{[^}]*\}\s*from/.test(withoutComments(text)),
    )
    .map(([path]) => `${path} is a barrel: index.ts lists what a folder holds`);

const noJunkDrawers: Rule = (tree) =>
  [...tree.keys()]
    .filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.[a-z]+$)/.test(path))
    .map((path) => `${path}: say what it is instead`);

const filesStaySmall: Rule = (tree) =>
  sources(tree).flatMap(([path, text]) => {
    const lines = text.split('\n').length - 1;
    const most = TEST.test(path) ? 600 : 400;
    return lines > most ? [`${path} has ${lines} lines (${most} at most)`] : [];
  });

const noAny: Rule = (tree) =>
  sources(tree).flatMap(([path, text]) =>
    /(@ts-ignore|@ts-expect-error|@ts-nocheck|(ox|es)lint-disable)/.test(text) && !isRoot(path)
      ? [`${path} silences a check`]
      : [],
  );

export const RULES: Readonly<Record<string, Rule>> = {
  'every file has a place': everyFileHasAPlace,
  'imports follow the arrows': importsFollowTheArrows,
  'only the API server touches the store; the parts of the cluster keep apart': clusterArrows,
  'controllers meet in objects, never call each other': controllersMeetInObjects,
  'real time, timers and chance have one door': realTimeHasOneDoor,
  'lesson checks read objects, not terminal text': checksReadObjects,
  'the graph is derived, never stored': graphIsDerived,
  'index.ts is a list, never a barrel': noBarrels,
  'no junk drawers': noJunkDrawers,
  'files stay small': filesStaySmall,
  'no check is silenced': noAny,
};
