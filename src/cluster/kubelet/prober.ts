/**
 * The probes of one running container (kubelet/prober/worker.go): when they run, how many results in a row count, and
 * what they come to. It dies with the container; the next one gets a fresh prober.
 */
import type { Probe } from 'kubernetes-types/core/v1';
import type { EngineClock } from '../../containers/cpu.ts';
import type { Timer } from '../../time/clock.ts';
import { attemptProbe, type ProbeResult, type ProbeTarget, timedOut } from './probe-request.ts';

export type ProbeKind = 'Readiness' | 'Liveness' | 'Startup';

export interface ProbeListener {
  /** A failed attempt: for the Unhealthy event. */
  unhealthy(kind: ProbeKind, output: string): void;
  /** `ready` or `started` changed. */
  changed(): void;
  /** Liveness or startup failed for good; `graceSeconds` where the probe has a grace period of its own. */
  kill(kind: 'Liveness' | 'Startup', graceSeconds: number | undefined): void;
}

export interface Prober {
  readonly started: boolean;
  readonly ready: boolean;
  stop(): void;
}

export const NO_PROBES: Prober = { started: true, ready: true, stop: () => {} };

interface Worker {
  kind: ProbeKind;
  probe: Probe;
  /** Results in a row. */
  run: number;
  last: boolean | undefined;
  verdict: boolean | undefined;
  timer?: Timer;
  done?: boolean;
}

export function startProber(target: ProbeTarget, clock: EngineClock, listener: ProbeListener): Prober {
  const { readinessProbe, livenessProbe, startupProbe } = target.spec;
  if (!readinessProbe && !livenessProbe && !startupProbe) return NO_PROBES;
  const workers: Partial<Record<ProbeKind, Worker>> = {};
  const add = (kind: ProbeKind, probe: Probe | undefined): void => {
    if (probe)
      workers[kind] = { kind, probe, run: 0, last: undefined, verdict: kind === 'Liveness' ? true : undefined };
  };
  add('Startup', startupProbe);
  add('Readiness', readinessProbe);
  add('Liveness', livenessProbe);
  let stopped = false;
  const started = (): boolean => !workers.Startup || workers.Startup.verdict === true;

  const schedule = (worker: Worker, delay: number): void => {
    if (!stopped && !worker.done) worker.timer = clock.after(delay, () => tick(worker));
  };
  const tick = (worker: Worker): void => {
    const { probe, kind } = worker;
    const age = clock.now() - target.container.startedAt;
    const period = (probe.periodSeconds ?? 10) * 1000;
    const early = (probe.initialDelaySeconds ?? 0) * 1000 - age;
    if (early > 0) return schedule(worker, early);
    // While the startup probe has not succeeded the others are held back.
    if (kind !== 'Startup' && !started()) return schedule(worker, period);
    const result = attemptProbe(probe, target);
    if (!(result instanceof Promise)) {
      schedule(worker, period);
      return settle(worker, result);
    }
    limit(result, probe, target, clock, (outcome) => {
      if (stopped) return;
      schedule(worker, period);
      settle(worker, outcome);
    });
  };
  const settle = (worker: Worker, result: ProbeResult): void => {
    const { probe, kind } = worker;
    worker.run = worker.last === result.ok ? worker.run + 1 : 1;
    worker.last = result.ok;
    if (!result.ok) listener.unhealthy(kind, result.output);
    const threshold = result.ok ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    if (worker.run < threshold || worker.verdict === result.ok) return;
    worker.verdict = result.ok;
    if (kind === 'Startup' && result.ok) finishStartup(worker);
    if (!result.ok && kind !== 'Readiness') {
      worker.done = true;
      worker.timer?.cancel();
      return listener.kill(kind, (probe as { terminationGracePeriodSeconds?: number }).terminationGracePeriodSeconds);
    }
    if (kind !== 'Liveness') listener.changed();
  };
  const finishStartup = (worker: Worker): void => {
    worker.done = true;
    worker.timer?.cancel();
    for (const kind of ['Readiness', 'Liveness'] as const) {
      const other = workers[kind];
      other?.timer?.cancel();
      if (other) schedule(other, 0);
    }
  };
  for (const worker of Object.values(workers)) schedule(worker, (worker.probe.initialDelaySeconds ?? 0) * 1000);
  return {
    get started() {
      return started();
    },
    get ready() {
      return started() && (!workers.Readiness || workers.Readiness.verdict === true);
    },
    stop() {
      stopped = true;
      for (const worker of Object.values(workers)) worker.timer?.cancel();
    },
  };
}

/** Hands over the result, or a timeout when the probe takes longer than it may. */
function limit(
  result: Promise<ProbeResult>,
  probe: Probe,
  target: ProbeTarget,
  clock: EngineClock,
  done: (result: ProbeResult) => void,
): void {
  let over = false;
  const once = (outcome: ProbeResult): void => {
    if (over) return;
    over = true;
    timer.cancel();
    done(outcome);
  };
  const timer = clock.after((probe.timeoutSeconds ?? 1) * 1000, () => once(timedOut(probe, target)));
  clock.promised?.();
  result.then(once, (error: unknown) => once({ ok: false, output: String(error) }));
}
