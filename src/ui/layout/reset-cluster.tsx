/** Begins with a new, empty cluster, after asking. */
import { useState } from 'react';
import type { Controls } from '../../client/controls.ts';
import { useWords } from '../i18n/language.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { Dialog } from '../primitives/dialog.tsx';

export function ResetCluster({ controls }: { controls: Controls }) {
  const words = useWords().bar;
  const [asking, setAsking] = useState(false);
  const reset = (): void => {
    setAsking(false);
    // Everything that watches the old cluster (graph, lesson, terminals) would wait for it for ever.
    void controls.reset().then(() => location.reload());
  };
  return (
    <>
      <IconButton name={words.resetHint} className="tp-reset" onClick={() => setAsking(true)}>
        {words.reset}
      </IconButton>
      <Dialog open={asking} onClose={() => setAsking(false)} label={words.resetTitle} className="tp-ask">
        <h2>{words.resetTitle}</h2>
        <p>{words.resetText}</p>
        <div>
          <Button look="edge" autoFocus onClick={() => setAsking(false)}>
            {words.cancel}
          </Button>
          <Button look="danger" onClick={reset}>
            {words.resetSure}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
