import type { Reader } from '@sos/crypto';
import { useTranslation } from 'react-i18next';

import { Fingerprint } from './fingerprint.js';
import styles from './team.module.css';
import type { VerifiedTeam } from './verify-team.js';

export interface WhoWillReadProps {
  team: VerifiedTeam;
  readers: readonly Reader[];
  /** The viewer's own key: “you”. */
  ownFingerprint: string | undefined;
}

/** Everybody who will be able to open what is written here: the keys are verified, the names are our server's word. */
export function WhoWillRead({ team, readers, ownFingerprint }: WhoWillReadProps) {
  const { t } = useTranslation('keys');
  const others = readers.filter(({ fingerprint }) => fingerprint !== ownFingerprint);
  function nameOf({ fingerprint, party }: Reader): string {
    if (fingerprint === ownFingerprint) return t('readers.you');
    return team.names.get(fingerprint) ?? t(`readers.party.${party}`);
  }
  return (
    <details className={styles['readers']}>
      <summary>{t('readers.summary', { count: others.length })}</summary>
      <p>{t('readers.explain', { version: team.version })}</p>
      <ul className={styles['list']}>
        {readers.map((reader) => (
          <li key={reader.keySha256}>
            <span>{nameOf(reader)}</span>
            <Fingerprint value={reader.fingerprint} />
          </li>
        ))}
      </ul>
    </details>
  );
}
