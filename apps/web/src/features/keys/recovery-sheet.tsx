import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useService } from '../../shared/service.js';
import { groupFingerprint } from '../../shared/team/fingerprint.js';
import { useNow } from '../../shared/use-now.js';
import styles from './keys.module.css';

const LINES = 7;

/**
 * One page of paper, seen only in print. It never holds the key itself, as text or as a picture to scan: whoever finds the paper
 * has words without a file. @param words null for lines to fill in by hand, where a printer should not see them.
 */
export function RecoverySheet({ words, fingerprint }: { words: string | null; fingerprint: string }) {
  const { t } = useTranslation('keys');
  const { contactAddress, appOrigin } = useService();
  const { date } = useFormatters();
  const now = useNow();
  return (
    <section className={styles['sheet']} aria-hidden="true">
      <h1>{t('kit.sheetTitle')}</h1>
      <p>{t('kit.sheetText')}</p>
      <ol translate="no" lang="en">
        {(words?.split(' ') ?? Array.from({ length: LINES }, () => null)).map((word, index) => (
          <li key={index}>{word ?? <span className={styles['blank']} />}</li>
        ))}
      </ol>
      <p>{t('kit.sheetHow', { address: appOrigin })}</p>
      <p>{t('kit.sheetApart')}</p>
      <p>
        {t('kit.sheetPlace')} <span className={styles['blank']} />
      </p>
      <p>
        {t('vault.fingerprint')} <code>{groupFingerprint(fingerprint)}</code>
      </p>
      <p>{t('kit.sheetMade', { date: date(now) })}</p>
      <p>{t('kit.sheetCall', { contact: contactAddress })}</p>
    </section>
  );
}
