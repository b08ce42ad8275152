/** Buttons and copy: verbs, always with a name. */
import { type ButtonHTMLAttributes, useState } from 'react';
import './primitives.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'edge' | 'accent' | 'danger';
}

export function Button({ look = 'plain', className = '', ...rest }: ButtonProps) {
  return <button type="button" className={`tp-button tp-button-${look} ${className}`} {...rest} />;
}

/** A symbol with a name for those who do not see it (and as a tooltip for those who do). */
export function IconButton({
  name,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { name: string }) {
  return <button type="button" className={`tp-icon ${className}`} aria-label={name} title={name} {...rest} />;
}

export function CopyButton({ text, label, done }: { text: string; label: string; done: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No permission, or no secure origin: the old way asks nobody.
      if (!copySelected(text)) return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return (
    <Button onClick={() => void copy()} aria-live="polite">
      {copied ? done : label}
    </Button>
  );
}

function copySelected(text: string): boolean {
  const held = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'tp-hidden';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (held instanceof HTMLElement) held.focus();
  return copied;
}
