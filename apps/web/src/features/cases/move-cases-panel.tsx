import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useCryptoWords } from '../../shared/vault/crypto-words.js';
import { PassphraseForm } from '../../shared/vault/passphrase-form.js';
import { RewrapProgress } from './rewrap-progress.js';
import { useMoveCases, type MoveCases } from './use-move-cases.js';

/** For whoever has changed keys: their cases are still closed to the new one until the old one has passed them on. */
export function MoveCasesPanel({ onDone }: { onDone: () => void }) {
  const { key } = useCrypto();
  const { t } = useTranslation('cases');
  const move = useMoveCases(key, onDone);
  const { state } = move;
  const place = useCaughtFocus(state.status);
  if (move.from === null) return null;
  return (
    <div ref={place} tabIndex={-1}>
      {state.status === 'working' ? (
        <RewrapProgress title={t('move.working')} progress={state.progress} onStop={move.stop} />
      ) : (
        <>
          <Outcome move={move} />
          {move.total === 0 ? <Moved move={move} /> : <Offer move={move} />}
        </>
      )}
    </div>
  );
}

function Offer({ move }: { move: MoveCases }) {
  const { t } = useTranslation('cases');
  return (
    <Notice tone="warning" title={t('move.title', { count: move.total })}>
      <Stack>
        <p>{t('move.why')}</p>
        <p>{t('move.limits')}</p>
        {move.isHere === false ? <p>{t('move.notHere')}</p> : null}
        {move.isHere === true ? (
          <PassphraseForm
            label={t('move.passphrase')}
            hint={t('move.passphraseHint')}
            submitLabel={t('move.start')}
            onPassphrase={move.start}
          />
        ) : null}
      </Stack>
    </Notice>
  );
}

/** Everything is moved: what is left to decide is the old key on this device. */
function Moved({ move }: { move: MoveCases }) {
  const { t } = useTranslation('cases');
  if (move.isHere !== true) return null;
  return (
    <details>
      <summary>{t('move.old')}</summary>
      <Stack>
        <p>{t('move.oldText')}</p>
        <Row>
          <Button variant="danger" onClick={() => void move.forget()}>
            {t('move.forget')}
          </Button>
        </Row>
      </Stack>
    </details>
  );
}

function Outcome({ move: { state, again } }: { move: MoveCases }) {
  const { t } = useTranslation('cases');
  const words = useCryptoWords();
  switch (state.status) {
    case 'idle':
    case 'working':
      return null;
    case 'team':
      return <TeamProblem verdict={state.verdict} onRetry={again} />;
    case 'failed':
      return <Notice tone="danger" title={words(state.code)} role="alert" />;
    case 'finished':
    case 'stopped':
    case 'offline':
      return (
        <Notice
          tone={state.status === 'finished' && state.progress.refused.length === 0 ? 'success' : 'warning'}
          title={t('move.done', { count: state.progress.done - state.progress.refused.length })}
          role="status"
        >
          {state.status === 'finished' ? null : <p>{t(`move.${state.status}`)}</p>}
          {state.progress.refused.length === 0 ? null : (
            <p>{t('move.refused', { count: state.progress.refused.length })}</p>
          )}
        </Notice>
      );
  }
}
