import { severityForQueue, SEVERITIES, type Severity } from '@sos/domain';
import { Tag, type Tone } from '@sos/ui/plain';

import { useCaseWords } from './case-words.js';
import styles from './cases.module.css';

const TONES: Readonly<Record<Severity, Tone | 'neutral'>> = {
  critical: 'danger',
  high: 'warning',
  medium: 'info',
  low: 'neutral',
};
/** A shape of its own for each level, for those who do not tell the colours apart. */
const SHAPES: Readonly<Record<Severity, string>> = {
  critical: 'M0 0h12v12H0z',
  high: 'M6 0l6 12H0z',
  medium: 'M6 0l6 6-6 6-6-6z',
  low: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z',
};

export function SeverityTag({ severity }: { severity: string | null }) {
  const words = useCaseWords();
  const level = severityForQueue(SEVERITIES.find((known) => known === severity) ?? null);
  return (
    <Tag tone={TONES[level]}>
      <svg className={styles['shape']} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
        <path d={SHAPES[level]} fill="currentColor" />
      </svg>{' '}
      {words.severity(severity)}
    </Tag>
  );
}

export function StatusTag({ status }: { status: string }) {
  const words = useCaseWords();
  return <Tag>{words.status(status)}</Tag>;
}
