/** A command as one would type it, and a button that types it. */
import './primitives.css';

export function CommandLine({ command, label, onRun }: { command: string; label: string; onRun: () => void }) {
  return (
    <div className="tp-command">
      <code>{command}</code>
      <button type="button" onClick={onRun}>
        {label}
      </button>
    </div>
  );
}
