/**
 * The page's two workers, begun before anything of the page is built: they load and compile meanwhile, and do nothing
 * until they are told to. The first is waiting for whoever asks first; after it, each is a new one.
 */
const newCluster = (): Worker => new Worker(new URL('../cluster.worker.ts', import.meta.url), { type: 'module' });
const newLaptop = (): Worker => new Worker(new URL('../terminal.worker.ts', import.meta.url), { type: 'module' });

const early = import.meta.env.PROD;
let cluster = early ? newCluster() : undefined;
const laptop = early ? newLaptop() : undefined;
// One that cannot be loaded is not handed out: the next one is asked for when somebody listens to its errors.
cluster?.addEventListener('error', () => (cluster = undefined));

export const pageWorkers = {
  cluster(): Worker {
    const waiting = cluster;
    cluster = undefined;
    return waiting ?? newCluster();
  },
  laptop: (): Worker => laptop ?? newLaptop(),
};
