/** Delete, scale, restart: each typed as a kubectl command into the terminal, never done behind the learner's back. */
import { useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { asCronJob, asDeployment, asPod, asService, refOf } from '../graph/cluster-index.ts';
import { useWords } from '../i18n/language.ts';
import { useClusterTime } from '../live/cluster-time.ts';
import { componentOf, setRunning, useComponents } from '../live/components.ts';
import type { ObjectRef, Studio } from '../panels/contract.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import {
  deleteCommand,
  forwardCommand,
  restartCommand,
  runNowCommand,
  scaleCommand,
  shellCommand,
  suspendCommand,
} from './commands.ts';
import { useReasons } from './reasons/use-reasons.ts';

/** Stops or starts the part of the control plane that this object stands for, where the cluster lets one. */
export function ComponentSwitch({ target, studio }: { target: ObjectRef; studio: Studio }) {
  const words = useWords();
  const component = componentOf(
    target,
    useComponents((state) => state.list),
  );
  const { controls } = studio.connection;
  if (!component || !controls) return null;
  const { name, running } = component;
  return (
    <div className="tp-actions" role="group" aria-label={words.component.title(name)}>
      <span className="tp-muted">{running ? words.component.hint : words.component.effect(name)}</span>
      <Button look={running ? 'danger' : 'accent'} onClick={() => setRunning(controls, { name, running: !running })}>
        {(running ? words.component.stop : words.component.start)(name.startsWith('kubelet/') ? 'kubelet' : name)}
      </Button>
    </div>
  );
}

const scalable = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);
const restartable = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

export function Actions({ object, studio }: { object: KubeObject; studio: Studio }) {
  const words = useWords();
  const [sure, setSure] = useState(false);
  const ref = refOf(object);
  const replicas = asDeployment(object).spec?.replicas ?? 1;
  const known = ref.group === undefined;
  if (sure)
    return (
      <div className="tp-actions" role="alertdialog" aria-label={words.inspector.deleteSure(ref.name)}>
        <span>{words.inspector.deleteSure(`${ref.kind} ${ref.name}`)}</span>
        <Button
          look="danger"
          onClick={() => {
            setSure(false);
            studio.run(deleteCommand(ref));
          }}
        >
          {words.inspector.delete}
        </Button>
        <Button look="edge" autoFocus onClick={() => setSure(false)}>
          {words.inspector.cancel}
        </Button>
      </div>
    );
  return (
    <div className="tp-actions" role="group" aria-label={words.inspector.actions}>
      <Doors object={object} studio={studio} />
      {known && scalable.has(ref.kind) && (
        <span className="tp-stepper">
          {words.inspector.scale}
          <IconButton
            name={words.inspector.less}
            disabled={replicas === 0}
            onClick={() => studio.run(scaleCommand(ref, replicas - 1))}
          >
            −
          </IconButton>
          <b>{replicas}</b>
          <IconButton name={words.inspector.more} onClick={() => studio.run(scaleCommand(ref, replicas + 1))}>
            +
          </IconButton>
        </span>
      )}
      {known && restartable.has(ref.kind) && (
        <Button look="edge" onClick={() => studio.run(restartCommand(ref))}>
          {words.inspector.restart}
        </Button>
      )}
      {ref.kind !== 'Node' && (
        <Button look="danger" onClick={() => setSure(true)}>
          {words.inspector.delete}
        </Button>
      )}
    </div>
  );
}

/** Ways into a Pod or a Service, and what one does with a schedule. */
function Doors({ object, studio }: { object: KubeObject; studio: Studio }) {
  const reasons = useReasons();
  const now = useClusterTime((state) => state.now);
  const ref = refOf(object);
  if (ref.group !== undefined) return null;
  if (ref.kind === 'CronJob') {
    const suspended = asCronJob(object).spec?.suspend ?? false;
    return (
      <>
        <Button look="edge" onClick={() => studio.run(runNowCommand(ref, Math.floor(now / 1000) % 100_000))}>
          {reasons.runNow}
        </Button>
        <Button look="edge" onClick={() => studio.run(suspendCommand(ref, !suspended))}>
          {suspended ? reasons.resume : reasons.suspend}
        </Button>
      </>
    );
  }
  const port = portOf(object);
  return (
    <>
      {ref.kind === 'Pod' && <ShellButton object={object} studio={studio} />}
      {port !== undefined && (
        <Button look="edge" onClick={() => studio.runApart(forwardCommand(ref, port))}>
          {reasons.forward}
        </Button>
      )}
    </>
  );
}

function ShellButton({ object, studio }: { object: KubeObject; studio: Studio }) {
  const reasons = useReasons();
  const { spec, status } = asPod(object);
  const running = status?.containerStatuses?.filter((entry) => entry.state?.running) ?? [];
  const several = (spec?.containers.length ?? 0) > 1 ? running[0]?.name : undefined;
  return (
    <Button
      look="edge"
      disabled={running.length === 0}
      onClick={() => studio.runApart(shellCommand(refOf(object), several))}
    >
      {reasons.shell}
    </Button>
  );
}

function portOf(object: KubeObject): number | undefined {
  if (object.kind === 'Service') return asService(object).spec?.ports?.[0]?.port;
  if (object.kind !== 'Pod') return undefined;
  return asPod(object)
    .spec?.containers.flatMap((container) => container.ports ?? [])
    .find(({ protocol }) => protocol !== 'UDP')?.containerPort;
}
