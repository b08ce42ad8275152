/** The page's words in English. Kubernetes' own words stay as they are. */
const n = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const en = {
  name: 'English',
  bar: {
    search: 'Search', language: '한국어', languageHint: 'Show the page in Korean', dark: 'Dark', light: 'Light', themeHint: 'Switch between light and dark',
    pause: 'Pause', resume: 'Go on', step: 'One second forward', speed: (x: number) => `${x} times as fast`, time: 'Cluster time', clock: 'Time since the cluster started',
    lesson: 'Lesson', hideLesson: 'Hide the lesson', showLesson: 'Show the lesson',
  },
  panel: { lesson: 'Lesson', graph: 'Graph', editor: 'Editor', terminal: 'Terminal', events: 'Events', browser: 'Browser', dock: 'Editor and terminal', newTerminal: 'New terminal', closeTerminal: (id: number) => `Close terminal ${id}`, laptop: 'laptop', inspector: 'Inspector' },
  loading: 'Loading', absent: 'This part is not in this build.',
  fault: { title: 'This panel has stopped.', hint: 'The rest of the page and the cluster go on. Open the panel again; if it stops again, reload the page.', again: 'Open again', reload: 'Reload the page' },
  cluster: {
    lost: 'The connection to the cluster was lost. What you see may be out of date; trying again.',
    connecting: 'Starting the cluster', failed: 'The cluster could not be reached.', retry: 'Try again', restored: 'The cluster had stopped. It was restored from the last snapshot.', dismiss: 'Close', unsaved: (message: string) => `The cluster runs, but cannot be kept on this disk: ${message}. After a reload it would begin anew.`,
  },
  view: { traffic: 'Traffic', owners: 'Owners', machines: 'Machines', plane: 'Control plane' },
  state: { ready: 'Ready', starting: 'Starting', terminating: 'Terminating', failing: 'Failing', completed: 'Completed', unknown: 'Unknown' },
  graph: {
    label: 'Objects in the cluster', namespaces: 'Namespaces', allUser: 'All of mine', system: 'System namespaces', legend: 'Legend', fit: 'Fit to view', zoomIn: 'Closer', zoomOut: 'Further away',
    emptyTitle: 'Nothing runs here yet', emptyText: 'Start something, and it will appear here. Two ways to begin:', run: 'Run',
    endpoints: (count: number) => n(count, 'endpoint', 'endpoints'), wanted: (w: number) => `${w} wanted`, ready: (r: number) => `${r} ready`, starting: (s: number) => `${s} starting`,
    restarts: (count: number) => n(count, 'restart', 'restarts'), pods: (count: number) => n(count, 'Pod', 'Pods'), unscheduled: 'Not on a machine yet', loose: 'Without an owner', noSelector: 'no selector',
    paused: 'paused', notReady: 'NotReady', cordoned: 'no new Pods', owner: 'owns', traffic: 'sends traffic', selects: 'selects, not ready yet', stop: 'stopped',
  },
  inspector: {
    close: 'Close', why: 'Why is it so?', facts: 'Facts', related: 'Belongs with', overview: 'Overview', yaml: 'YAML', events: 'Events', logs: 'Logs', edit: 'Edit', copy: 'Copy', copied: 'Copied', run: 'Run', tells: 'The command that tells the same',
    delete: 'Delete', restart: 'Restart', scale: 'Scale', less: 'One fewer', more: 'One more', actions: 'Actions', noEvents: 'No events about it are kept.', noLogs: 'Nothing has been written yet.', container: 'Container', gone: 'It no longer exists.', goneHint: 'It was deleted, or replaced by another object. Choose something else in the graph.',
    deleteSure: (what: string) => `Delete ${what}?`, cancel: 'Cancel', previous: 'Before the restart', image: 'Image', node: 'Node', ip: 'IP', age: 'Age', restarts: 'Restarts', namespace: 'Namespace', labels: 'Labels', selector: 'Selector', type: 'Type', ports: 'Ports', clusterIP: 'Cluster IP', replicas: 'Replicas', strategy: 'Strategy', hosts: 'Rules', className: 'Class', capacity: 'Capacity', version: 'Version', keys: 'Keys', roles: 'Roles', noneYet: 'none',
  },
  what: {
    Pod: 'One or more containers that live and die together on one machine.', ReplicaSet: 'Keeps a number of equal Pods running.', Deployment: 'Keeps Pods of a version running and replaces them gradually when the version changes.', Service: 'One address in front of Pods that come and go.', Ingress: 'Leads requests from outside to Services, by host and path.', ConfigMap: 'Settings that Pods read.', Secret: 'Settings that not everybody may read.', Node: 'A machine on which Pods run.', Namespace: 'A room for names, rights and limits.', other: 'An object of the cluster.',
  } as Record<string, string>,
  why: {
    terminating: (p: Params) => `It was asked to stop and has until ${p['seconds']} s to finish its work.`, unscheduled: (p: Params) => `No machine has been chosen yet${p['message'] ? `: ${p['message']}` : '.'}`, creating: (p: Params) => `${p['node']} is pulling the image and setting up the container.`, init: (p: Params) => `Init containers go first: ${p['done']} of ${p['total']} have finished.`,
    notReady: (p: Params) => `Container ${p['container']} runs, but has not passed its readiness check.`, crash: (p: Params) => `Container ${p['container']} ended with exit code ${p['code']}, ${p['restarts']} times so far. Kubernetes waits longer before each new start. Look at its logs.`, exited: (p: Params) => `Container ${p['container']} ended with exit code ${p['code']}.`, oom: (p: Params) => `Container ${p['container']} used more memory than its limit and was killed.`,
    image: (p: Params) => `The image ${p['image']} could not be pulled. Check its name and tag.`, imageName: (p: Params) => `${p['image']} is not a valid image name.`, config: (p: Params) => `The container could not be created: ${p['message']}`, run: (p: Params) => `The container could not be started: ${p['message']}`, evicted: (p: Params) => `The machine gave it up: ${p['message']}`, done: () => 'Its work is done: all containers ended with exit code 0.', running: () => 'All its containers run and pass their readiness checks.', nodeLost: (p: Params) => `${p['node']} does not answer, so nobody knows how this Pod is.`, gate: () => 'It waits for a scheduling gate to be taken away.', generic: (p: Params) => `${p['message']}`,
    deploySteady: (p: Params) => `All ${p['desired']} wanted Pods run version ${p['image']} and are ready.`, deploySurge: (p: Params) => `A version change is under way: at most ${p['max']} Pods (${p['desired']} + maxSurge) and at least ${p['min']} ready (${p['desired']} − maxUnavailable).`, deployCount: (p: Params) => `${p['updated']} of ${p['desired']} Pods have the new version, ${p['old']} still have the old one.`, deployPaused: () => 'It is paused: changes wait until you resume it.', deployStuck: (p: Params) => `It made no progress within its deadline: ${p['message']}`, deployZero: () => 'It is scaled to 0, so no Pod runs.', deployWait: (p: Params) => `${p['ready']} of ${p['desired']} wanted Pods are ready.`, recreate: () => 'Strategy Recreate: all old Pods go before new ones come.',
    rsOld: () => 'An earlier version. It is kept at 0 so that you can go back.', rsSteady: (p: Params) => `It wants ${p['desired']} Pods, and ${p['ready']} are ready.`,
    svcEndpoints: (p: Params) => `${p['ready']} of the ${p['selected']} Pods it selects are ready and receive its traffic.`, svcNone: (p: Params) => `No Pod has the labels ${p['selector']}, so nobody would answer. Compare selector and Pod labels.`, svcNoReady: (p: Params) => `It selects ${p['selected']} Pods, but none is ready, so nobody would answer.`, svcNoSelector: () => 'It has no selector: its endpoints are kept by hand.',
    ingMissing: (p: Params) => `Its rule for ${p['path']} names Service ${p['service']}, which does not exist.`, ingRoutes: (p: Params) => `${p['path']} goes to Service ${p['service']}.`, nodeReady: (p: Params) => `Its kubelet reports in; ${p['pods']} Pods run here.`, nodeNotReady: (p: Params) => `Its kubelet does not report that it is ready: ${p['message']}`, nodeCordoned: () => 'It is cordoned: it takes no new Pods.',
  },
  events: { empty: 'No events yet. They appear as soon as the cluster does something.', time: 'Time', type: 'Type', reason: 'Reason', object: 'Object', message: 'Message', warningsOnly: 'Warnings only', warning: 'Warning' },
  browser: { address: 'Address', go: 'Go', from: 'Seen from your laptop', empty: 'Enter an address, as your laptop would: an Ingress host, or a node and its NodePort.', way: 'Way', failed: 'No answer', asking: 'Asking' },
  find: { placeholder: 'Objects and actions', none: 'Nothing of that name.', objects: 'Objects', actions: 'Actions' },
  keys: { hidePanels: 'Hide or show: 1 lesson, 2 graph, 3 dock, with Alt' },
  age: (seconds: number) => (seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.floor(seconds / 60)} min` : seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} d`),
};

/** Values that a reason names. */
export type Params = Readonly<Record<string, string | number>>;
export type Dictionary = typeof en;
export type WhyKey = keyof Dictionary['why'];
