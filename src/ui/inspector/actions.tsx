/** Delete, scale, restart: each typed as a kubectl command into the terminal, never done behind the learner's back. */
import { useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { asDeployment, refOf } from '../graph/cluster-index.ts';
import { useWords } from '../i18n/language.ts';
import { componentOf, setRunning, useComponents } from '../live/components.ts';
import type { ObjectRef, Studio } from '../panels/contract.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { deleteCommand, restartCommand, scaleCommand } from './commands.ts';

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
        {running ? words.component.stop : words.component.start} {name.startsWith('kubelet/') ? 'kubelet' : name}
      </Button>
    </div>
  );
}

export function Actions({ object, studio }: { object: KubeObject; studio: Studio }) {
  const words = useWords();
  const [sure, setSure] = useState(false);
  const ref = refOf(object);
  const replicas = asDeployment(object).spec?.replicas ?? 1;
  const scalable = ref.kind === 'Deployment' || ref.kind === 'ReplicaSet';
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
      {scalable && (
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
      {ref.kind === 'Deployment' && (
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
