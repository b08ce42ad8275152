/** A command as one would type it, and a button that types it. */
import './primitives.css';

export function CommandLine({ command, label, onRun }: { command: string; label: string; onRun: () => void }) {
  return (
    <div className="tp-command">
      <code>
        {command.split(/(\s+)/).map((part, index) => (index % 2 === 1 ? part : <span key={index}>{part}</span>))}
      </code>
      <button type="button" onClick={onRun}>
        {label}
      </button>
    </div>
  );
}
