/** The editor at the lower left: the laptop's files and live objects as tabs, Monaco, and the Apply button. */
import { useEffect, useRef, useState } from 'react';
import type { PanelProps } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { Tabs } from '../primitives/tabs.tsx';
import { type LiveDocument, type OpenDocument, pathOf, useDocuments } from './documents.ts';
import './editor.css';
import { FileButtons, FileMenu } from './file-menu.tsx';
import { editable } from './live-object.ts';
import { dropModel, modelOf, openFileModel, saveModel } from './models.ts';
import { applyTheme, monaco } from './monaco.ts';
import { type DocumentActions, useDocumentActions } from './use-documents.ts';
import { useKinds } from './use-kinds.ts';
import { useLiveConflicts } from './use-live-conflict.ts';
import { editorWords } from './words.ts';
import { dumpYaml } from '../../api/yaml.ts';

export default function EditorPanel({ studio, language, theme, visible }: PanelProps) {
  const words = editorWords[language];
  const { list, active, activate, close } = useDocuments();
  const actions = useDocumentActions(studio);
  const [comparing, setComparing] = useState(false);
  useLiveConflicts();
  useEffect(() => applyTheme(theme), [theme]);
  const document = list.find(({ id }) => id === active);
  useKinds(studio, document !== undefined);
  const shut = (id: string): void => {
    // Typed a moment ago, it is not in its file yet.
    if (list.some((open) => open.id === id && open.sort === 'file')) void saveModel(id, studio.laptop.files);
    close(id);
    dropModel(id);
  };
  const tabs = list.map(({ id, ...rest }) => ({
    id,
    label: rest.sort === 'live' ? id.slice('live:'.length).split('/').slice(-2).join('/') : id,
    close: { name: words.close(id), run: () => shut(id) },
  }));
  const conflict = document?.sort === 'live' && document.conflict ? document : undefined;
  return (
    <div className="tp-pane">
      <div className="tp-strip">
        <Tabs label={words.files} tabs={tabs} active={active ?? ''} onChange={activate} />
        <FileMenu studio={studio} words={words} onOpen={(path) => void actions.openFile(path)} />
        {document && (
          <ApplyButton
            document={document}
            actions={actions}
            label={words.apply}
            hint={words.applyHint(pathOf(document))}
          />
        )}
      </div>
      {conflict && (
        <ConflictBar
          document={conflict}
          actions={actions}
          words={words}
          comparing={comparing}
          onCompare={setComparing}
        />
      )}
      <div className="tp-pane-body editor-body">
        {!document && (
          <div className="editor-empty">
            <p>{words.empty}</p>
            <p>{words.emptyHint}</p>
            <FileButtons studio={studio} words={words} onOpen={(path) => void actions.openFile(path)} />
          </div>
        )}
        {document && conflict && comparing && <Comparison document={conflict} />}
        {document && !(conflict && comparing) && (
          <Surface document={document} studio={studio} visible={visible} label={words.label} />
        )}
      </div>
    </div>
  );
}

function ApplyButton({
  document,
  actions,
  label,
  hint,
}: {
  document: OpenDocument;
  actions: DocumentActions;
  label: string;
  hint: string;
}) {
  return (
    <Button look="accent" className="editor-apply" title={hint} onClick={() => void actions.apply(document)}>
      {label}
    </Button>
  );
}

interface ConflictProps {
  document: LiveDocument;
  actions: DocumentActions;
  words: (typeof editorWords)['en'];
  comparing: boolean;
  onCompare(comparing: boolean): void;
}

function ConflictBar({ document, actions, words, comparing, onCompare }: ConflictProps) {
  return (
    <div className="editor-conflict" role="alert">
      <span>{words.conflict}</span>
      <Button look="edge" onClick={() => onCompare(!comparing)}>
        {comparing ? words.back : words.compare}
      </Button>
      <Button look="edge" onClick={() => actions.takeTheirs(document)}>
        {words.theirs}
      </Button>
      <Button look="edge" onClick={() => actions.keepMine(document)}>
        {words.mine}
      </Button>
    </div>
  );
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  fontFamily: "'JetBrains Mono Variable', 'JetBrains Mono', D2Coding, monospace",
  fontSize: 12,
  lineHeight: 18,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  folding: false,
  glyphMargin: false,
  scrollBeyondLastLine: false,
  renderLineHighlight: 'line',
  // Not dimmed: a dimmed number is too pale to be read.
  renderFinalNewline: 'on',
  overviewRulerLanes: 0,
  padding: { top: 8 },
  // Tab leaves the editor for those who use the keyboard alone: Ctrl+M, as Monaco's own help says.
  accessibilitySupport: 'auto',
  quickSuggestions: { other: true, comments: false, strings: true },
  // Only what the schema offers: any word of the file would look as if it could stand here.
  wordBasedSuggestions: 'off',
  fixedOverflowWidgets: true,
};

/** Monaco itself: one editor, whose model follows the active tab. */
function Surface({
  document,
  studio,
  visible,
  label,
}: {
  document: OpenDocument;
  studio: PanelProps['studio'];
  visible: boolean;
  label: string;
}) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  useEffect(() => {
    if (!host.current) return;
    const made = monaco.editor.create(host.current, { ...OPTIONS, model: null, theme: 'tidepool', ariaLabel: label });
    editor.current = made;
    return () => made.dispose();
  }, [label]);
  useEffect(() => {
    let gone = false;
    const known = modelOf(document.id);
    const model = known
      ? Promise.resolve(known)
      : document.sort === 'file'
        ? openFileModel(document.id, studio.laptop.files)
        : undefined;
    void model?.then((loaded) => {
      if (!gone) editor.current?.setModel(loaded);
    });
    return () => {
      gone = true;
    };
  }, [document.id, document.sort, studio, label]);
  useEffect(() => {
    if (visible) editor.current?.layout();
  }, [visible]);
  return <div ref={host} className="editor-surface" />;
}

/** Mine beside the cluster's, read-only. */
function Comparison({ document }: { document: LiveDocument }) {
  const host = useRef<HTMLDivElement>(null);
  const { id, conflict } = document;
  useEffect(() => {
    if (!host.current || !conflict) return;
    const diff = monaco.editor.createDiffEditor(host.current, { ...OPTIONS, readOnly: true, theme: 'tidepool' });
    const original = monaco.editor.createModel(dumpYaml(editable(conflict)), 'yaml');
    const modified = modelOf(id);
    if (modified) diff.setModel({ original, modified });
    return () => {
      diff.dispose();
      original.dispose();
    };
  }, [id, conflict]);
  return <div ref={host} className="editor-surface" />;
}
