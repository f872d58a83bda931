import { useStatus } from '@sos/ui';
import { Button, Notice, Row } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useErrorWords } from '../../shared/error-words.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
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
  const announce = useStatus();
  const here = useCaughtFocus(asking);
  const [fault, setFault] = useState<SuspendFault | null>(null);
  async function confirm(): Promise<void> {
    setBusy(true);
    const result = await suspend(statement());
    setBusy(false);
    setFault('code' in result ? result : null);
    if ('code' in result) return;
    setAsking(false);
    // A key that is suspended has no button any more: what is said beside it would go with it.
    announce({ tone: 'success', text: t(`suspend.done.${result.status}`) });
    onSigned();
  }
  return (
    <div ref={here} tabIndex={-1}>
      {asking ? (
        <Notice tone="warning" title={t(`suspend.${place}.title`, { name })} role="alert">
          <p>{t(`suspend.${place}.text`, { name })}</p>
          {fault === null ? null : <SuspendProblem fault={fault} />}
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
      ) : (
        <>
          {fault === null ? null : <SuspendProblem fault={fault} />}
          <Row>
            <Button variant={place === 'own' ? 'danger' : 'secondary'} onClick={() => setAsking(true)}>
              {t(`suspend.${place}.start`, { name })}
            </Button>
          </Row>
        </>
      )}
    </div>
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

type SuspendFault = Exclude<SuspendOutcome, { status: 'effective' | 'requested' }>;

function SuspendProblem({ fault }: { fault: SuspendFault }) {
  const { t } = useTranslation('team');
  const errorWords = useErrorWords();
  const cryptoWords = useCryptoWords();
  switch (fault.status) {
    case 'refused': {
      const code = REFUSALS.find((known) => known === fault.code) ?? 'other';
      return <Notice tone="danger" title={t(`suspend.refused.${code}`)} role="alert" />;
    }
    case 'not_signed':
      return <Notice tone="danger" title={cryptoWords(fault.code)} role="alert" />;
    case 'failed': {
      const { title, text } = errorWords(fault.code);
      return (
        <Notice tone="danger" title={title} role="alert">
          <p>{text}</p>
        </Notice>
      );
    }
  }
}
