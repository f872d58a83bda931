import { useApolloClient } from '@apollo/client/react';
import { Button, Notice, Row } from '@sos/ui/plain';
import { ProgressBar } from '@sos/ui';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { VaultKeyDocument } from '../../shared/vault/vault.generated.js';
import { outboxRunner, useOutbox } from './case-outbox.js';
import type { StoredItem } from './outbox.js';
import type { OutboxState } from './outbox-runner.js';

/** What waits on this device, why, and what can be done about it. Nothing where nothing waits. */
export function OutboxNotice() {
  const { t } = useTranslation('cases');
  const { id } = useViewer();
  const { items, sending, progress, ...state } = useOutbox();
  useSignInQuestion(state.signedOut);
  if (items.length === 0) return null;
  const refused = items.filter(({ problem }) => problem !== undefined);
  const waiting = items.length - refused.length;
  return (
    <>
      {waiting > 0 ? (
        <Notice tone="warning" title={t('outbox.waiting', { count: waiting })} role="status">
          <p>{t(`outbox.${whyOf(state)}`)}</p>
          {progress === null ? null : (
            <ProgressBar label={t('outbox.sendingFile')} fraction={progress.done / progress.total} />
          )}
          <Row>
            <Button variant="secondary" busy={sending} onClick={() => void outboxRunner.flush(id)}>
              {sending ? t('outbox.sending') : t('outbox.now')}
            </Button>
          </Row>
        </Notice>
      ) : null}
      {refused.map((item) => (
        <Refused key={item.order} item={item} />
      ))}
    </>
  );
}

/** Why it still waits, the most pressing reason first. */
function whyOf({ offline, signedOut, paused }: Pick<OutboxState, 'offline' | 'signedOut' | 'paused'>) {
  if (offline) return 'offline';
  if (signedOut) return 'signedOut';
  return paused ? 'paused' : 'safe';
}

function Refused({ item }: { item: StoredItem }) {
  const { t } = useTranslation('cases');
  return (
    <Notice tone="danger" title={t('outbox.refused')} role="alert">
      <p>{item.problem === 'roster' ? t('outbox.refusedRoster') : t('outbox.refusedText', { code: item.problem })}</p>
      <Row>
        <Button variant="secondary" onClick={() => void outboxRunner.retry(item)}>
          {t('outbox.again')}
        </Button>
        <Button variant="danger" onClick={() => void outboxRunner.discard(item)}>
          {t('outbox.discard')}
        </Button>
      </Row>
    </Notice>
  );
}

/** The bytes' routes cannot tell the app that the session ended; a question through GraphQL can, and sign-in opens on top. */
function useSignInQuestion(signedOut: boolean): void {
  const apollo = useApolloClient();
  useEffect(() => {
    if (!signedOut) return;
    apollo.query({ query: VaultKeyDocument, fetchPolicy: 'network-only' }).catch(() => undefined);
  }, [apollo, signedOut]);
}
