import styles from './team.module.css';

/** In groups of four, as people read them to each other over the phone. */
export function groupFingerprint(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');
}

export function Fingerprint({ value }: { value: string }) {
  return <code className={styles['fingerprint']}>{groupFingerprint(value)}</code>;
}
