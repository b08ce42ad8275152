/** The live object as YAML, to read; 'Edit' opens it in the editor. managedFields are left out, as kubectl does. */
import { dump } from 'js-yaml';
import { useMemo } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { useWords } from '../i18n/language.ts';
import { Button } from '../primitives/button.tsx';
import { paintYaml } from './paint-yaml.ts';

export function YamlView({ object, onEdit }: { object: KubeObject; onEdit: () => void }) {
  const words = useWords();
  const lines = useMemo(() => {
    const { managedFields: _left, ...metadata } = object.metadata ?? {};
    return dump({ ...object, metadata }, { lineWidth: -1 })
      .trimEnd()
      .split('\n');
  }, [object]);
  return (
    <div className="tp-yaml">
      <Button look="edge" onClick={onEdit}>
        {words.inspector.edit}
      </Button>
      <pre tabIndex={0}>
        {lines.map((line, at) => (
          // Lines have no other identity than their place.
          <div key={`${at}:${line}`}>
            {paintYaml(line).map(({ text, tone }, part) => (
              <span key={`${part}:${text}`} className={tone ? `tp-yaml-${tone}` : undefined}>
                {text}
              </span>
            ))}
          </div>
        ))}
      </pre>
    </div>
  );
}
