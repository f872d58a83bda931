import { useQuery } from '@apollo/client/react';
import { parseSuspension } from '@sos/domain';
import { RuledList, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { fromBase64 } from '../../platform/keys/base64.js';
import { useFormatters } from '../../shared/locale.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import { SuspendKey } from './suspend-key.js';
import { SuspensionRequestsDocument } from './team-screen.generated.js';

export interface SuspensionRequestsProps {
  team: VerifiedTeam;
  ownFingerprint: string;
  onSigned: () => void;
}

/** What colleagues have asked for and one signature more would bring about. */
export function SuspensionRequests({ team, ownFingerprint, onSigned }: SuspensionRequestsProps) {
  const { t } = useTranslation('team');
  const { dateTime, list } = useFormatters();
  const { data, refetch } = useQuery(SuspensionRequestsDocument, { fetchPolicy: 'cache-and-network' });
  const nameOf = (fingerprint: string): string => team.names.get(fingerprint) ?? t('people.unnamed');
  const requests = (data?.suspensionRequests ?? []).flatMap(({ bytes, signatures }) => {
    const raw = fromBase64(bytes);
    const said = parseSuspension(raw);
    const signers = signatures.map(({ signerFingerprint }) => signerFingerprint);
    return said ? [{ raw, said, signers }] : [];
  });
  if (requests.length === 0) return null;
  return (
    <Section heading={t('requests.heading')} note={t('requests.note')} id="requests">
      <RuledList>
        {requests.map(({ raw, said, signers }) => (
          <li key={`${said.fingerprint} ${said.at}`}>
            <p>
              <strong>{nameOf(said.fingerprint)}</strong>
            </p>
            <Fingerprint value={said.fingerprint} />
            <p>{t('requests.by', { date: dateTime(said.at), name: list(signers.map(nameOf)) })}</p>
            {signers.includes(ownFingerprint) ? (
              <p>{t('requests.waits')}</p>
            ) : (
              <SuspendKey
                place="second"
                name={nameOf(said.fingerprint)}
                statement={() => raw}
                onSigned={() => {
                  void refetch();
                  onSigned();
                }}
              />
            )}
          </li>
        ))}
      </RuledList>
    </Section>
  );
}
