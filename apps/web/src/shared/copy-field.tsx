import { Button, VisuallyHidden } from '@sos/ui/plain';
import { useId, useRef, useState, useSyncExternalStore } from 'react';

import styles from './copy-field.module.css';

export interface CopyFieldProps {
  label: string;
  value: string;
  copyLabel: string;
  copiedLabel: string;
  /** For what does not fit on one line. */
  rows?: number;
}

const never = () => () => undefined;

/** Text to take along. It can be selected by hand; the button comes only where a script can copy. */
export function CopyField({ label, value, copyLabel, copiedLabel, rows }: CopyFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState(false);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  async function handleCopy(): Promise<void> {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Not allowed here: the text is selected, the reader's own copy command does the rest.
      setCopied(false);
    }
  }

  const shared = { id, ref: field, readOnly: true, value, className: styles['text'] };
  return (
    <div className={styles['label']}>
      <label htmlFor={id}>{label}</label>
      <div className={styles['line']}>
        {rows === undefined ? (
          <input type="text" {...shared} />
        ) : (
          <textarea rows={rows} spellCheck={false} {...shared} />
        )}
        {scripted ? (
          <Button variant="secondary" onClick={() => void handleCopy()}>
            {copied ? copiedLabel : copyLabel}
          </Button>
        ) : null}
      </div>
      <span role="status">
        <VisuallyHidden>{copied ? copiedLabel : null}</VisuallyHidden>
      </span>
    </div>
  );
}
