import { useMutation } from '@apollo/client/react';
import { BROWSERS, SYSTEMS } from '@sos/domain';
import { Button, RuledList, Section, Stack, Tag, useStatus } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useSession } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { ActProblem } from './act-problem.js';
import { RevokeSessionDocument, type SecurityScreenQuery } from './security.generated.js';
import styles from './security.module.css';
import { useAct } from './use-act.js';
import { useRefreshSecurity } from './use-refresh-security.js';

type Sessions = SecurityScreenQuery['security']['sessions'];

export function SessionsSection({ sessions }: { sessions: Sessions }) {
  const { t } = useTranslation('account');
  const announce = useStatus();
  const refreshSecurity = useRefreshSecurity();
  const { signOut } = useSession();
  const [revoke] = useMutation(RevokeSessionDocument);
  const { busy, error, act } = useAct();

  async function handleRevoke(id: string): Promise<void> {
    const isDone = await act(async () => {
      await revoke({ variables: { id } });
      return null;
    });
    if (!isDone) return;
    announce({ tone: 'success', text: t('sessions.ended') });
    await refreshSecurity();
  }

  async function handleEverywhere(): Promise<void> {
    await act(async () => {
      await signOut('everywhere');
      return null;
    });
  }

  return (
    <Section heading={t('sessions.title')} id="sessions" note={t('sessions.note')}>
      <Stack>
        <ActProblem error={error} />
        <RuledList>
          {sessions.map((session) => (
            <SessionLine
              key={session.id}
              session={session}
              busy={busy}
              onRevoke={() => void handleRevoke(session.id)}
            />
          ))}
        </RuledList>
        <div>
          <Button variant="danger" busy={busy} onClick={() => void handleEverywhere()}>
            {t('sessions.everywhere')}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}

interface SessionLineProps {
  session: Sessions[number];
  busy: boolean;
  onRevoke: () => void;
}

function SessionLine({ session, busy, onRevoke }: SessionLineProps) {
  const { t } = useTranslation('account');
  const format = useFormatters();
  const browser = t(`sessions.browser.${BROWSERS.find((code) => code === session.browser) ?? 'other'}`);
  const system = t(`sessions.system.${SYSTEMS.find((code) => code === session.system) ?? 'other'}`);
  const name = t('sessions.name', { browser, system });
  return (
    <li className={styles['line']}>
      <div>
        <strong>{name}</strong> {session.isThis ? <Tag>{t('sessions.this')}</Tag> : null}
        <p>{t('sessions.times', { since: format.dateTime(session.since), seen: format.dateTime(session.lastSeen) })}</p>
      </div>
      {session.isThis ? null : (
        <Button variant="quiet" busy={busy} onClick={onRevoke} aria-label={t('sessions.endLabel', { name })}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}
