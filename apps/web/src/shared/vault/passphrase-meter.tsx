import type { PassphraseVerdict } from '@sos/crypto';
import { ProgressMeter } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { crackTime, type CrackTime } from './crack-time.js';

/** The bar is full where a passphrase begins to be accepted: 10^14 guesses, half of them at a million a second. */
const ENOUGH_LOG = Math.log10(1e14 / 2 / 1e6);
/** One second of guessing is nothing; the bar begins a little before it. */
const NOTHING_LOG = -5;

function useTimeWords(): (time: CrackTime) => string {
  const { t } = useTranslation('keys');
  return ({ unit, count }) =>
    unit === 'instant' || unit === 'ages' ? t(`time.${unit}`) : t(`time.${unit}`, { count });
}

/** Says in words how long guessing would take: never a rule, and politely, after a pause. */
export function PassphraseMeter({ verdict }: { verdict: PassphraseVerdict | null }) {
  const { t } = useTranslation('keys');
  const words = useTimeWords();
  const reached = verdict === null ? 0 : Math.max(0, Math.log10(verdict.seconds) - NOTHING_LOG);
  return (
    <div role="status">
      {verdict === null ? null : (
        <ProgressMeter
          value={Math.min(reached, ENOUGH_LOG - NOTHING_LOG)}
          max={ENOUGH_LOG - NOTHING_LOG}
          label={t('own.time', { time: words(crackTime(verdict.seconds)) })}
          caption={verdict.isEnough ? t('own.enough') : t('own.notEnough')}
        />
      )}
    </div>
  );
}
