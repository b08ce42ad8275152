/** Makes sure that a container's image is on the node (kubelet/images/image_manager.go, EnsureImageExists). */
import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';
import type { Engine } from '../../containers/engine.ts';
import type { PulledImage } from '../../containers/pull.ts';
import { parseReference } from '../../containers/reference.ts';
import type { Clock } from '../../time/clock.ts';
import { type Backoff, createBackoff, goDuration } from './backoff.ts';

export type ImageOutcome =
  | { ok: true; image: PulledImage }
  /** `retryAfter`: ms until it is worth asking again; never for undefined. */
  | { ok: false; reason: string; message: string; retryAfter?: number };

export type RecordContainerEvent = (type: 'Normal' | 'Warning', reason: string, message: string) => void;

export interface ImageManager {
  /** Calls `done` at once or when the pull ended; cancel what it returns when the Pod goes. */
  ensure(pod: Pod, spec: ContainerSpec, record: RecordContainerEvent, done: (outcome: ImageOutcome) => void): Cancel;
  forget(uid: string): void;
}

type Cancel = (() => void) | undefined;

const INITIAL = 10_000;
const MAX = 300_000;

export function createImageManager(engine: Engine, clock: Clock): ImageManager {
  const backoff = createBackoff(() => clock.now(), INITIAL, MAX);
  const failures = new Map<string, { at: number; message: string }>();
  return {
    ensure(pod, spec, record, done) {
      const image = spec.image ?? '';
      const present = lookUp(engine, image);
      if (present instanceof Error) {
        const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${present.message}`;
        record('Warning', 'InspectFailed', message);
        return refuse(record, done, { ok: false, reason: 'InvalidImageName', message });
      }
      const policy = spec.imagePullPolicy ?? defaultPolicy(image);
      if (present && policy !== 'Always') {
        record(
          'Normal',
          'Pulled',
          `Container image "${image}" already present on machine and can be accessed by the pod`,
        );
        return void done({ ok: true, image: present });
      }
      if (policy === 'Never') {
        const message = `Container image "${image}" is not present with pull policy of Never`;
        record('Warning', 'ErrImageNeverPull', message);
        return refuse(record, done, { ok: false, reason: 'ErrImageNeverPull', message });
      }
      const key = `${pod.metadata?.uid}/${image}`;
      const failure = failures.get(key);
      const wait = failure ? backoff.remaining(key, failure.at) : 0;
      if (failure && wait > 0) {
        const message = `Back-off pulling image "${image}"`;
        record('Normal', 'BackOff', message);
        const detail = `${message}: ErrImagePull: ${failure.message}`;
        return refuse(record, done, { ok: false, reason: 'ImagePullBackOff', message: detail, retryAfter: wait });
      }
      return pull({ engine, clock, backoff, failures }, { image, key, record, done });
    },
    forget(uid) {
      backoff.forget(`${uid}/`);
      for (const key of failures.keys()) if (key.startsWith(`${uid}/`)) failures.delete(key);
    },
  };
}

interface Store {
  engine: Engine;
  clock: Clock;
  backoff: Backoff;
  failures: Map<string, { at: number; message: string }>;
}
interface Job {
  image: string;
  key: string;
  record: RecordContainerEvent;
  done: (outcome: ImageOutcome) => void;
}

function pull({ engine, clock, backoff, failures }: Store, { image, key, record, done }: Job): Cancel {
  const began = clock.now();
  record('Normal', 'Pulling', `Pulling image "${image}"`);
  const pulling = engine.pull(image, (outcome) => {
    if (outcome.ok) {
      failures.delete(key);
      const took = goDuration(clock.now() - began);
      const size = `Image size: ${outcome.image.size} bytes.`;
      record(
        'Normal',
        'Pulled',
        `Successfully pulled image "${image}" in ${took} (${took} including waiting). ${size}`,
      );
      return done(outcome);
    }
    record('Warning', 'Failed', `Failed to pull image "${image}": ${outcome.error}`);
    backoff.next(key, failures.get(key)?.at ?? clock.now());
    failures.set(key, { at: clock.now(), message: outcome.error });
    // The next look finds the back-off: that is what turns ErrImagePull into ImagePullBackOff.
    void refuse(record, done, { ok: false, reason: 'ErrImagePull', message: outcome.error, retryAfter: RESYNC });
  });
  return () => pulling.cancel();
}

/** ms until a Pod worker looks again after an error (kubelet's backOffPeriod, of which a learner need not see all). */
const RESYNC = 2_000;

function refuse(record: RecordContainerEvent, done: Job['done'], outcome: ImageOutcome & { ok: false }): Cancel {
  record('Warning', 'Failed', `Error: ${outcome.reason}`);
  done(outcome);
  return undefined;
}

function lookUp(engine: Engine, image: string): PulledImage | Error | undefined {
  try {
    return engine.image(image);
  } catch (error) {
    return error as Error;
  }
}

/** Defaulted by the API server; static Pods come here without. */
function defaultPolicy(image: string): string {
  const { tag, digest } = parseReference(image);
  return tag === 'latest' && digest === undefined ? 'Always' : 'IfNotPresent';
}
