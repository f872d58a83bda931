import { DefinitionList, Notice, PageHeading, Section, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useViewer } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import { RosterDue } from '../../shared/team/roster-due.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { useTeam } from '../../shared/team/use-team.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import { useVault } from '../../shared/vault/use-vault.js';
import { SuspensionRequests } from './suspension-requests.js';
import { TeamHistory } from './team-history.js';
import { TeamLog } from './team-log.js';
import { TeamPeople } from './team-people.js';
import { TeamRoots } from './team-roots.js';

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
        <>
          <TeamProblem verdict={state} onRetry={() => void check()} />
          <TeamLog log={null} />
        </>
      ) : null}
      {state.status === 'verified' ? <Verified team={state.team} onChanged={() => void check()} /> : null}
    </>
  );
}

function Verified({ team, onChanged }: { team: VerifiedTeam; onChanged: () => void }) {
  const { t } = useTranslation(['team', 'keys']);
  const { roles } = useViewer();
  const own = useOwnFingerprint();
  const { by, fingerprints, outOf } = team.signedBy;
  return (
    <>
      <Stack>
        <Notice tone="success" title={t('keys:team.verified')}>
          <p>{t(`signedBy.${by}`, { count: fingerprints.length, outOf })}</p>
          <p>{t('verifiedText')}</p>
        </Notice>
        <RosterDue />
      </Stack>
      {roles.has('responder') && own !== undefined ? (
        <SuspensionRequests team={team} ownFingerprint={own} onSigned={onChanged} />
      ) : null}
      <TeamPeople team={team} ownFingerprint={own} onSuspended={onChanged} />
      <TheList team={team} />
      <TeamHistory team={team} />
      <TeamLog log={team.log} />
      <TeamRoots team={team} />
    </>
  );
}

/** The open key, or the one the account registered. */
function useOwnFingerprint(): string | undefined {
  const { key } = useCrypto();
  const { state } = useVault();
  if (key) return key.fingerprint;
  if (state.status === 'here') return state.vault.fingerprint;
  return state.status === 'elsewhere' || state.status === 'own_tool' ? state.fingerprint : undefined;
}

function TheList({ team }: { team: VerifiedTeam }) {
  const { t } = useTranslation('keys');
  const { date } = useFormatters();
  return (
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
  );
}
