/** Background jobs of a shell: what `jobs`, `wait`, `fg`, `kill %1` and `$!` know. */
export interface Job {
  number: number;
  pid: number;
  text: string;
  controller: AbortController;
  /** Undefined while it runs. */
  status: number | undefined;
  done: Promise<number>;
  /** Told the user already (interactive shells do when the next prompt comes). */
  reported: boolean;
}

export const isRunning = ({ status }: Job): boolean => status === undefined;

export function findJob(jobs: readonly Job[], name: string): Job | undefined {
  if (name === '%%' || name === '%+' || name === '%') return jobs.at(-1);
  if (name === '%-') return jobs.at(-2) ?? jobs.at(-1);
  if (name.startsWith('%'))
    return jobs.findLast((job) => String(job.number) === name.slice(1) || job.text.startsWith(name.slice(1)));
  return jobs.find((job) => String(job.pid) === name);
}

/** One line of `jobs`. */
export function describeJob(job: Job, jobs: readonly Job[]): string {
  const mark = jobs.at(-1) === job ? '+' : jobs.at(-2) === job ? '-' : ' ';
  const state = job.status === undefined ? 'Running' : stateOf(job.status);
  return `[${job.number}]${mark}  ${state.padEnd(24)}${job.text}${job.status === undefined ? ' &' : ''}\n`;
}

function stateOf(status: number): string {
  if (status === 0) return 'Done';
  if (status === 130) return 'Interrupt';
  if (status === 137) return 'Killed';
  if (status === 143) return 'Terminated';
  return `Exit ${status}`;
}
