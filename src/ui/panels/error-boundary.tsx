/** A panel that fails takes nothing else with it: it says what happened and offers the way on. */
import { Component, type ReactNode } from 'react';
import type { Dictionary } from '../i18n/en.ts';
import { useWords } from '../i18n/language.ts';
import { Button } from '../primitives/button.tsx';
import './panels.css';

interface Props {
  words: Dictionary;
  children: ReactNode;
}

class Boundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { words, children } = this.props;
    if (!error) return children;
    return (
      <div className="tp-fault" role="alert">
        <h2>{words.fault.title}</h2>
        <p>{words.fault.hint}</p>
        <pre>{error.message}</pre>
        <div>
          <Button look="accent" onClick={() => this.setState({ error: null })}>
            {words.fault.again}
          </Button>
          <Button look="edge" onClick={() => location.reload()}>
            {words.fault.reload}
          </Button>
        </div>
      </div>
    );
  }
}

export function ErrorBoundary({ children }: { children: ReactNode }) {
  return <Boundary words={useWords()}>{children}</Boundary>;
}
