import type { PassphraseVerdict } from '@sos/crypto';
import { useEffect, useRef, useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';

/** Long enough that a screen reader is not told of every letter. */
const PAUSE_MS = 500;

export interface PassphraseJudge {
  /** Null while there is nothing to judge. */
  readonly verdict: PassphraseVerdict | null;
  /** After a pause in typing. */
  readonly judge: (passphrase: string) => void;
  readonly judgeNow: (passphrase: string) => Promise<PassphraseVerdict | null>;
}

/**
 * Judged in the crypto worker, which ends with every lock and takes what it was told with it. Here only the verdict stays.
 * The worker also refuses, so no screen can forget to.
 */
export function usePassphraseVerdict(): PassphraseJudge {
  const { client } = useCrypto();
  const [verdict, setVerdict] = useState<PassphraseVerdict | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  async function judgeNow(passphrase: string): Promise<PassphraseVerdict | null> {
    clearTimeout(timer.current);
    latest.current += 1;
    const asked = latest.current;
    const answer =
      passphrase.trim() === ''
        ? null
        : await client()
            .judgePassphrase({ passphrase })
            .catch(() => null);
    if (asked === latest.current) setVerdict(answer);
    return answer;
  }
  function judge(passphrase: string): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void judgeNow(passphrase), PAUSE_MS);
  }
  return { verdict, judge, judgeNow };
}
