import { RuledList, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { FingerprintWords } from '../../shared/team/fingerprint-words.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';

/** The keys everything hangs on, to be compared out of band, and which of them signed this list. */
export function TeamRoots({ team }: { team: VerifiedTeam }) {
  const { t } = useTranslation('team');
  const { version, threshold, members } = team.rootSet;
  const signed = new Set(team.signedBy.by === 'roots' ? team.signedBy.fingerprints : []);
  return (
    <Section
      heading={t('roots.heading')}
      note={t('roots.note', { version, threshold, count: members.length })}
      id="roots"
    >
      <RuledList>
        {members.map(({ fingerprint }) => (
          <li key={fingerprint}>
            <div>
              <Fingerprint value={fingerprint} />
            </div>
            <div>
              <FingerprintWords value={fingerprint} />
            </div>
            {signed.has(fingerprint) ? <p>{t('roots.signed')}</p> : null}
          </li>
        ))}
      </RuledList>
    </Section>
  );
}
