/** activeDeadlineSeconds: how long a Pod may be on its node (kubelet/active_deadline.go). */
import type { Timer } from '../../time/clock.ts';
import { PODS } from '../runtime/resources.ts';
import type { PodWorker } from './pod-worker.ts';

const REASON = 'DeadlineExceeded';
const MESSAGE = 'Pod was active on the node longer than the specified deadline';

export class DeadlineTimer {
  private timer: Timer | undefined;
  private at: number | undefined;

  constructor(private readonly worker: PodWorker) {}

  /** Asked at every look at the Pod: the deadline may have been moved. */
  set(): void {
    const { worker } = this;
    const seconds = worker.pod.spec?.activeDeadlineSeconds;
    const at = seconds === undefined ? undefined : worker.startTime + seconds * 1000;
    if (at === this.at) return;
    this.timer?.cancel();
    this.at = at;
    if (at === undefined) return;
    this.timer = worker.after(Math.max(0, at - worker.context.clock.now()), () => {
      worker.context.events.record(PODS, worker.pod, 'Normal', REASON, MESSAGE);
      worker.fail({ reason: REASON, message: MESSAGE });
    });
  }
}
