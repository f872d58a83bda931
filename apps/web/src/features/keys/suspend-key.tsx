import { Button, Notice, Row } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useErrorWords } from '../../shared/error-words.js';
import { useCryptoWords } from '../../shared/vault/crypto-words.js';
import { UnlockPanel } from '../../shared/vault/unlock-panel.js';
import { useSuspend, type SuspendOutcome } from './use-suspend.js';

/** `own`: at once. `first`: asks a colleague to sign as well. `second`: is that colleague, and then it acts. */
export type SuspendPlace = 'own' | 'first' | 'second';

export interface SuspendKeyProps {
  place: SuspendPlace;
  name: string;
  /** Made when it is signed, so that its date is then. */
  statement: () => Uint8Array;
  onSigned: () => void;
}

/** Two presses: one says what would happen, the other does it. */
export function SuspendKey({ place, name, statement, onSigned }: SuspendKeyProps) {
  const { t } = useTranslation('team');
  const { key } = useCrypto();
  const suspend = useSuspend();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<SuspendOutcome | null>(null);
  async function confirm(): Promise<void> {
    setBusy(true);
    const result = await suspend(statement());
    setBusy(false);
    setOutcome(result);
    if (result.status !== 'effective' && result.status !== 'requested') return;
    setAsking(false);
    onSigned();
  }
  if (!asking)
    return (
      <>
        {outcome === null ? null : <SuspendAnswer outcome={outcome} />}
        <Row>
          <Button variant={place === 'own' ? 'danger' : 'secondary'} onClick={() => setAsking(true)}>
            {t(`suspend.${place}.start`, { name })}
          </Button>
        </Row>
      </>
    );
  return (
    <Notice tone="warning" title={t(`suspend.${place}.title`, { name })} role="alert">
      <p>{t(`suspend.${place}.text`, { name })}</p>
      {outcome === null ? null : <SuspendAnswer outcome={outcome} />}
      {key === null ? <UnlockPanel /> : null}
      <Row>
        {key === null ? null : (
          <Button variant="danger" busy={busy} onClick={() => void confirm()}>
            {t(`suspend.${place}.confirm`, { name })}
          </Button>
        )}
        <Button variant="quiet" onClick={() => setAsking(false)}>
          {t('suspend.cancel')}
        </Button>
      </Row>
    </Notice>
  );
}

const REFUSALS = [
  'other_roster',
  'date',
  'not_a_holder',
  'already_suspended',
  'may_not_sign',
  'bad_signature',
] as const;

function SuspendAnswer({ outcome }: { outcome: SuspendOutcome }) {
  const { t } = useTranslation('team');
  const errorWords = useErrorWords();
  const cryptoWords = useCryptoWords();
  switch (outcome.status) {
    case 'effective':
    case 'requested':
      return <Notice tone="success" title={t(`suspend.done.${outcome.status}`)} role="status" />;
    case 'refused': {
      const code = REFUSALS.find((known) => known === outcome.code) ?? 'other';
      return <Notice tone="danger" title={t(`suspend.refused.${code}`)} role="alert" />;
    }
    case 'not_signed':
      return <Notice tone="danger" title={cryptoWords(outcome.code)} role="alert" />;
    case 'failed': {
      const { title, text } = errorWords(outcome.code);
      return (
        <Notice tone="danger" title={title} role="alert">
          <p>{text}</p>
        </Notice>
      );
    }
  }
}
