import { useId, type ReactNode } from 'react';

import { classNames } from '../class-names.js';
import styles from './field.module.css';

export interface FieldTexts {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in words; its presence marks the field invalid. */
  error?: ReactNode;
}

export interface FieldWiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps extends FieldTexts {
  id?: string | undefined;
  className?: string | undefined;
  children: (wiring: FieldWiring) => ReactNode;
}

/** Label above, then hint, then what is wrong, then the control: read in that order by eye and by ear. */
export function Field({ id, label, hint, error, className, children }: FieldProps) {
  const made = useId();
  const fieldId = id ?? made;
  const wiring = describe(fieldId, hint, error);
  return (
    <div className={classNames(styles['field'], Boolean(error) && styles['invalid'], className)}>
      <label className={styles['label']} htmlFor={fieldId}>
        {label}
      </label>
      <FieldNotes id={fieldId} hint={hint} error={error} />
      {children({ id: fieldId, ...wiring })}
    </div>
  );
}

export function FieldNotes({ id, hint, error }: { id: string; hint?: ReactNode; error?: ReactNode }) {
  return (
    <>
      {hint ? (
        <div className={styles['hint']} id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {error ? (
        <div className={styles['error']} id={`${id}-error`}>
          {error}
        </div>
      ) : null}
    </>
  );
}

/** What a control or a group says of itself when hint or error are there. */
export function describe(id: string, hint: ReactNode, error: ReactNode): Omit<FieldWiring, 'id'> {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return { 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined };
}
