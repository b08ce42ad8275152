/** Opens, applies and resolves documents: what the editor panel's buttons do. */
import { useEffect, useMemo } from 'react';
import { dumpYaml } from '../../api/yaml.ts';
import { isStatusError } from '../../api/status.ts';
import type { KubeObject } from '../../api/object.ts';
import { resourceOf } from '../live/served.ts';
import type { ObjectRef, Studio } from '../panels/contract.ts';
import { type LiveDocument, type OpenDocument, pathOf, useDocuments } from './documents.ts';
import { editable, hasChanged } from './live-object.ts';
import { modelOf, openFileModel, putModel, reloadModel, saveModel } from './models.ts';

export interface DocumentActions {
  openFile(path: string): Promise<void>;
  openObject(ref: ObjectRef): Promise<void>;
  /** Types the `kubectl apply` that it runs; for a live object only when nobody changed it meanwhile. */
  apply(document: OpenDocument): Promise<void>;
  takeTheirs(document: LiveDocument): void;
  keepMine(document: LiveDocument): void;
}

export function useDocumentActions(studio: Studio): DocumentActions {
  const actions = useMemo(() => createActions(studio), [studio]);
  useEffect(() => {
    const detach = studio.editor.attach({
      openFile: (path) => void actions.openFile(path),
      openObject: (ref) => void actions.openObject(ref),
      focus: () => undefined,
    });
    const unwatch = studio.laptop.files.watch((path) => void reloadModel(path, studio.laptop.files));
    const unedit = studio.laptop.onEdit((path) => studio.openFile(path));
    return () => {
      detach();
      unwatch();
      unedit();
    };
  }, [studio, actions]);
  return actions;
}

function createActions(studio: Studio): DocumentActions {
  const { files } = studio.laptop;
  const { open, update } = useDocuments.getState();

  async function fetchObject(ref: ObjectRef): Promise<KubeObject> {
    const kind = await resourceOf(studio.client, ref);
    if (!kind) throw new Error(`${ref.kind} cannot be opened`);
    return studio.client.get(kind, ref.name, ref.namespace);
  }

  const show = (document: LiveDocument): void => {
    putModel(document.id, dumpYaml(editable(document.base)));
    open(document);
  };

  return {
    async openFile(path) {
      await openFileModel(path, files);
      open({ sort: 'file', id: path });
    },
    async openObject(ref) {
      const id = `live:${[ref.namespace, ref.kind.toLowerCase(), ref.name].filter(Boolean).join('/')}`;
      show({ sort: 'live', id, ref, base: await fetchObject(ref) });
    },
    async apply(document) {
      if (document.sort === 'file') {
        await saveModel(document.id, files);
        return studio.run(`kubectl apply -f ${quoted(document.id)}`);
      }
      const current = await fetchObject(document.ref).catch((error: unknown) => {
        if (isStatusError(error, 'NotFound')) return undefined;
        throw error;
      });
      if (current && hasChanged(document.base, current)) return update({ ...document, conflict: current });
      const path = pathOf(document);
      const text = freshText(modelOf(document.id)?.getValue() ?? '', current);
      await files.write(path, text);
      update({ ...document, applied: text });
      studio.run(`kubectl apply -f ${quoted(path)}`);
    },
    takeTheirs(document) {
      const { conflict, ...rest } = document;
      if (conflict) show({ ...rest, base: conflict });
    },
    keepMine(document) {
      const { conflict, ...rest } = document;
      if (conflict) update({ ...rest, base: conflict });
    },
  };
}

/** The text as of the current resourceVersion: a change between this look and the apply is refused by the server. */
function freshText(text: string, current: KubeObject | undefined): string {
  const version = current?.metadata?.resourceVersion;
  return text.replace(/^( +resourceVersion: ).*\n/m, version ? `$1"${version}"\n` : '');
}

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
