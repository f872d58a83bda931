import { LIMITS } from '@sos/domain';
import { Button, Dialog, Notice, Stack, TextField } from '@sos/ui';
import { Suspense, useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useIsAskedToProve, useStepUp } from '../../platform/step-up.js';
import { useErrorWords } from '../error-words.js';
import { PageLoading } from '../page-loading.js';
import { textOf } from '../text-of.js';
import { asksForCode, CodeField } from './code-field.js';
import { useProof, type ProofState } from './use-proof.js';

/** On top of what somebody was about to do. It goes on by itself when they have shown who they are. */
export function StepUpDialog() {
  const { t } = useTranslation(['errors', 'common']);
  const stepUp = useStepUp();
  const isOpen = useIsAskedToProve(stepUp);
  return (
    <Dialog
      isOpen={isOpen}
      title={t('errors:code.STEP_UP_REQUIRED.title')}
      onClose={() => stepUp.settle(false)}
      closeLabel={t('common:actions.close')}
    >
      {/* Its words load here and not further up, where the page underneath would be hidden meanwhile. */}
      <Suspense fallback={<PageLoading />}>
        <ProofForm onProven={() => stepUp.settle(true)} onCancel={() => stepUp.settle(false)} />
      </Suspense>
    </Dialog>
  );
}

function ProofForm({ onProven, onCancel }: { onProven: () => void; onCancel: () => void }) {
  const { t } = useTranslation('account');
  const proof = useProof(onProven);
  const started = useRef(false);
  const { begin } = proof;
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void begin();
  }, [begin]);
  const sending = proof.state.status === 'sending';
  const { request } = proof;
  return (
    <Stack>
      <p>{t('stepUp.why')}</p>
      <ProofProblem state={proof.state} />
      {request === null && sending ? <PageLoading /> : null}
      {request?.factors.includes('passkey') ? (
        <div>
          <Button busy={sending} onClick={() => void proof.withPasskey()}>
            {t('passkey.use')}
          </Button>
        </div>
      ) : null}
      {request?.hasPassword && (request.factors.length === 0 || asksForCode(request.factors)) ? (
        <PasswordProof
          factors={request.factors}
          sending={sending}
          onTyped={(typed) => void proof.withPassword(typed)}
        />
      ) : null}
      <div>
        <Button variant="quiet" onClick={onCancel}>
          {t('stepUp.cancel')}
        </Button>
      </div>
    </Stack>
  );
}

interface PasswordProofProps {
  factors: readonly string[];
  sending: boolean;
  onTyped: (typed: { password: string; code: string; isRecoveryCode: boolean }) => void;
}

function PasswordProof({ factors, sending, onTyped }: PasswordProofProps) {
  const { t } = useTranslation('account');
  const [isRecoveryCode, setRecoveryCode] = useState(!factors.includes('totp'));
  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => textOf(form.get(name));
    onTyped({ password: text('password'), code: text('code').trim(), isRecoveryCode });
  }
  return (
    <form onSubmit={handleSubmit} aria-label={t('stepUp.byPassword')}>
      <Stack>
        <TextField
          id="step-up-password"
          name="password"
          type="password"
          label={t('signIn.password')}
          hint={t('signIn.passwordHint')}
          autoComplete="current-password"
          maxLength={LIMITS.password}
          required
        />
        {factors.length === 0 ? null : (
          <CodeField id="step-up-code" factors={factors} isRecoveryCode={isRecoveryCode} onSwitch={setRecoveryCode} />
        )}
        <div>
          <Button type="submit" variant={factors.includes('passkey') ? 'secondary' : 'primary'} busy={sending}>
            {t('stepUp.confirm')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function ProofProblem({ state }: { state: ProofState }) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  if (state.status !== 'problem') return null;
  switch (state.problem) {
    case 'failed':
      return (
        <Notice tone="danger" role="alert" title={t('stepUp.failedTitle')}>
          <p>{t('stepUp.failedText')}</p>
        </Notice>
      );
    case 'passkey':
      return (
        <Notice tone="warning" role="alert" title={t('passkey.noneTitle')}>
          <p>{t('passkey.noneText')}</p>
        </Notice>
      );
    case 'wait':
      return (
        <Notice tone="warning" role="alert" title={t('signIn.waitTitle')}>
          <p>{t('signIn.wait', { count: Math.max(1, Math.ceil(state.seconds / 60)) })}</p>
        </Notice>
      );
    default: {
      const { title, text } = words(state.problem);
      return (
        <Notice tone="danger" role="alert" title={title}>
          <p>{text}</p>
        </Notice>
      );
    }
  }
}
