import { DefinitionList, Notice, PageHeading, RuledList, Section, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { useTeam } from '../../shared/team/use-team.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';

/** Route: /app/team. Who can read cases, and how this browser knows. */
export function TeamScreen() {
  const { t } = useTranslation('keys');
  const { state, check } = useTeam();
  return (
    <>
      <PageHead title={t('team.title')} />
      <PageHeading title={t('team.title')} lede={t('team.lede')} />
      {state.status === 'checking' ? <PageLoading /> : null}
      {state.status === 'refused' || state.status === 'unreachable' ? (
        <TeamProblem verdict={state} onRetry={() => void check()} />
      ) : null}
      {state.status === 'verified' ? <Verified team={state.team} /> : null}
    </>
  );
}

function Verified({ team }: { team: VerifiedTeam }) {
  const { t } = useTranslation('keys');
  const { date } = useFormatters();
  const { key } = useCrypto();
  return (
    <>
      <Stack>
        <Notice tone="success" title={t('team.verified')}>
          <p>{t('team.verifiedText', { count: team.signers.length })}</p>
        </Notice>
        {team.renewalDue ? <Notice tone="warning" title={t('team.renewalDue', { date: date(team.notAfter) })} /> : null}
      </Stack>
      <Section heading={t('team.people')} note={t('team.names')} id="people">
        <RuledList>
          {team.holders.map((holder) => (
            <li key={holder.fingerprint}>
              <p>
                <strong>{team.names.get(holder.fingerprint) ?? t(`readers.party.${holder.role}`)}</strong>
                {holder.fingerprint === key?.fingerprint ? ` (${t('readers.you')})` : null}
                {' · '}
                {t(`readers.party.${holder.role}`)}
              </p>
              <Fingerprint value={holder.fingerprint} />
            </li>
          ))}
        </RuledList>
      </Section>
      <Section heading={t('team.list')} id="list">
        <DefinitionList
          items={[
            { term: t('team.version'), description: team.version },
            { term: t('team.issued'), description: date(team.roster.issued) },
            { term: t('team.renewBy'), description: date(team.roster.renewBy) },
            { term: t('team.notAfter'), description: date(team.notAfter) },
            { term: t('team.hash'), description: <Fingerprint value={team.sha256} /> },
          ]}
        />
      </Section>
      <Section heading={t('team.roots')} note={t('team.rootsNote')} id="roots">
        <RuledList>
          {team.signers.map((root) => (
            <li key={root}>
              <Fingerprint value={root} />
            </li>
          ))}
        </RuledList>
      </Section>
    </>
  );
}
