import { useEffect, useState } from 'react';

import styles from './team.module.css';

/** The same fingerprint as thirteen words. The list of words is large, so it comes only where words are shown. */
export function FingerprintWords({ value }: { value: string }) {
  const [words, setWords] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void import('@sos/crypto/words').then(({ fingerprintWords }) => current && setWords(fingerprintWords(value)));
    return () => {
      current = false;
    };
  }, [value]);
  return words === null ? null : (
    <span lang="en" className={styles['words']}>
      {words}
    </span>
  );
}
