import { useId, type ReactNode } from 'react';

import styles from './interactive.module.css';

export interface ProgressBarProps {
  label: ReactNode;
  /** Between 0 and 1; absent while the end is not known. */
  fraction?: number | undefined;
  /** “34 %” or “3 of 9 parts”, in the reader's language. */
  valueText?: string | undefined;
  /** Cancel, pause. */
  children?: ReactNode;
}

/** Work in progress. A native element, whose state every screen reader can read. */
export function ProgressBar({ label, fraction, valueText, children }: ProgressBarProps) {
  const id = useId();
  return (
    <div className={styles['progress']}>
      <p className={styles['progress-label']} id={id}>
        <span>{label}</span>
        {valueText ? <span>{valueText}</span> : null}
      </p>
      <progress
        className={styles['progress-bar']}
        aria-labelledby={id}
        aria-valuetext={valueText}
        max={1}
        {...(fraction === undefined ? {} : { value: fraction })}
      />
      {children}
    </div>
  );
}

export interface LoadingProps {
  /** What is being fetched: “Loading your cases”. */
  label: string;
  lines?: number;
}

/** Stands where the content will be: quiet lines in its shape, and the words for those who do not see them. */
export function Loading({ label, lines = 4 }: LoadingProps) {
  return (
    <div className={styles['loading']} role="status">
      <p>{label}</p>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={styles['line']} aria-hidden="true" />
      ))}
    </div>
  );
}
