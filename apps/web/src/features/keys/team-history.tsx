import { useApolloClient } from '@apollo/client/react';
import type { VerifiedRoster } from '@sos/crypto';
import { rosterChanges, type RosterChange } from '@sos/domain';
import { Button, Notice, Row, RuledList, Section } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useFormatters } from '../../shared/locale.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import { verifyTeam, type VerifiedTeam } from '../../shared/team/verify-team.js';

type Lists =
  | { readonly status: 'asked' | 'loading' | 'failed' }
  | { readonly status: 'here'; readonly lists: readonly VerifiedRoster[] };

/** What each list changed. The earlier ones are verified too before anything of them is shown. */
export function TeamHistory({ team }: { team: VerifiedTeam }) {
  const { t } = useTranslation('team');
  const apollo = useApolloClient();
  const { client } = useCrypto();
  const [state, setState] = useState<Lists>({ status: 'asked' });
  async function load(): Promise<void> {
    setState({ status: 'loading' });
    const verdict = await verifyTeam(apollo, client(), 'read', [1]).catch(() => null);
    const lists = verdict?.status === 'verified' ? [verdict.team, ...verdict.team.earlierLists] : null;
    setState(lists ? { status: 'here', lists } : { status: 'failed' });
  }
  return (
    <Section heading={t('history.heading')} note={t('history.note')} id="history">
      {state.status === 'failed' ? <Notice tone="danger" title={t('history.failed')} role="alert" /> : null}
      {state.status === 'here' ? (
        <Versions lists={state.lists} names={team.names} />
      ) : (
        <Row>
          <Button variant="secondary" busy={state.status === 'loading'} onClick={() => void load()}>
            {t('history.show')}
          </Button>
        </Row>
      )}
    </Section>
  );
}

interface VersionsProps {
  lists: readonly VerifiedRoster[];
  names: VerifiedTeam['names'];
}

function Versions({ lists, names }: VersionsProps) {
  const { t } = useTranslation('team');
  const { date } = useFormatters();
  const sorted = [...lists].sort((one, other) => other.version - one.version);
  return (
    <RuledList>
      {sorted.map(({ version, roster, signedBy }) => {
        const before = lists.find((list) => list.version === version - 1);
        return (
          <li key={version}>
            <p>
              <strong>{t('history.version', { version, date: date(roster.issued) })}</strong>{' '}
              {t(`signedBy.${signedBy.by}`, { count: signedBy.fingerprints.length, outOf: signedBy.outOf })}
            </p>
            <ul>
              {version > 1 && !before ? (
                <li>{t('history.unknown')}</li>
              ) : (
                rosterChanges(before?.roster, roster).map((change, index) => (
                  <li key={index}>
                    <Change change={change} names={names} />
                  </li>
                ))
              )}
            </ul>
          </li>
        );
      })}
    </RuledList>
  );
}

function Change({ change, names }: { change: RosterChange; names: VersionsProps['names'] }) {
  const { t } = useTranslation(['team', 'keys']);
  if (change.kind === 'dates') return <>{t('change.dates')}</>;
  if (change.kind === 'roots_changed') return <>{t('change.roots_changed', { version: change.version })}</>;
  const { fingerprint } = 'holder' in change ? change.holder : change.key;
  const name = names.get(fingerprint) ?? t('people.unnamed');
  const role = 'holder' in change ? t(`keys:readers.party.${change.holder.role}`) : '';
  return (
    <>
      {t(`change.${change.kind}`, { name, role })} <Fingerprint value={fingerprint} />
    </>
  );
}
