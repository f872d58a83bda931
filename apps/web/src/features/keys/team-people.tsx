import { findTeam, type RosterHolder } from '@sos/domain';
import { RuledList, Section, Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useViewer } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { FingerprintWords } from '../../shared/team/fingerprint-words.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import { SuspendKey } from './suspend-key.js';
import { suspensionOf } from './use-suspend.js';

export interface TeamPeopleProps {
  team: VerifiedTeam;
  /** The viewer's key, enrolled or open. */
  ownFingerprint: string | undefined;
  onSuspended: () => void;
}

/** Who can read, since when, and whose key was taken out. */
export function TeamPeople({ team, ownFingerprint, onSuspended }: TeamPeopleProps) {
  const { t } = useTranslation('team');
  const holders = findTeam(team.roster, team.teamId)?.holders ?? [];
  const present = holders.filter(({ until }) => until === null || Date.parse(until) > Date.parse(team.roster.issued));
  return (
    <Section heading={t('people.heading')} note={t('people.note')} id="people">
      <RuledList>
        {present.map((holder) => (
          <li key={holder.fingerprint}>
            <Person team={team} holder={holder} ownFingerprint={ownFingerprint} onSuspended={onSuspended} />
          </li>
        ))}
      </RuledList>
    </Section>
  );
}

function Person({ team, holder, ownFingerprint, onSuspended }: TeamPeopleProps & { holder: RosterHolder }) {
  const { t } = useTranslation(['team', 'keys']);
  const { date } = useFormatters();
  const isOwn = holder.fingerprint === ownFingerprint;
  const name = team.names.get(holder.fingerprint) ?? t(`keys:readers.party.${holder.role}`);
  return (
    <>
      <p>
        <strong>{name}</strong>
        {isOwn ? ` (${t('keys:readers.you')})` : null}
        {' · '}
        {t(`keys:readers.party.${holder.role}`)}
        {' · '}
        {t('people.since', { date: date(holder.from) })}
      </p>
      {holder.role === 'recovery' ? <p>{t('people.recovery')}</p> : null}
      <Fingerprint value={holder.fingerprint} />
      <FingerprintWords value={holder.fingerprint} />
      <Standing team={team} holder={holder} />
      <SuspendAction {...{ team, holder, ownFingerprint, onSuspended, isOwn, name }} />
    </>
  );
}

function Standing({ team, holder }: { team: VerifiedTeam; holder: RosterHolder }) {
  const { t } = useTranslation('team');
  const { dateTime, list } = useFormatters();
  const suspended = team.suspended.find(({ keySha256 }) => keySha256 === holder.keySha256);
  if (!suspended) return holder.status === 'active' ? null : <Tag tone="warning">{t('people.suspendedByList')}</Tag>;
  const names = suspended.signers.map((signer) => team.names.get(signer) ?? t('people.unnamed'));
  return <Tag tone="warning">{t('people.suspended', { date: dateTime(suspended.at), name: list(names) })}</Tag>;
}

interface SuspendActionProps extends TeamPeopleProps {
  holder: RosterHolder;
  isOwn: boolean;
  name: string;
}

/** For responders whose own key the list names and nobody has suspended. */
function SuspendAction({ team, holder, ownFingerprint, onSuspended, isOwn, name }: SuspendActionProps) {
  const { roles } = useViewer();
  const { key } = useCrypto();
  const isActive = (fingerprint: string | undefined): boolean =>
    team.holders.some((active) => active.fingerprint === fingerprint && (active.role === 'responder' || isOwn));
  const own = key?.fingerprint ?? ownFingerprint;
  const isHere = team.holders.some(({ fingerprint }) => fingerprint === holder.fingerprint);
  if (!roles.has('responder') || !isActive(own) || !isHere) return null;
  return (
    <SuspendKey
      place={isOwn ? 'own' : 'first'}
      name={name}
      statement={() => suspensionOf(team, holder, new Date())}
      onSigned={onSuspended}
    />
  );
}
