import { Button, Notice, Stack } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { hasPasskeys } from '../../platform/passkey.js';
import { asksForCode, CodeField } from '../../shared/step-up/code-field.js';
import { textOf } from '../../shared/text-of.js';
import { useFirstWrong } from '../../shared/use-first-wrong.js';
import { ActProblem } from './act-problem.js';
import { NewPasswordField } from './new-password-field.js';
import styles from './sign-in-form.module.css';
import { useReset } from './use-reset.js';

export interface ResetFormProps {
  token: string;
  onOver: (outcome: 'done' | 'linkSpent') => void;
}

/** The new password, and where the account has a second factor, that as well: a mailbox alone must not be enough. */
export function ResetForm({ token, onOver }: ResetFormProps) {
  const { t } = useTranslation('account');
  const reset = useReset(token, onOver);
  const [password, setPassword] = useState('');
  const [isRecoveryCode, setRecoveryCode] = useState<boolean | null>(null);
  const { factors, fault, problem } = reset;
  const form = useFirstWrong(fault);
  const withRecovery = isRecoveryCode ?? (factors !== null && !factors.includes('totp'));

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget).get('code')).trim();
    void reset.send(password, code === '' ? null : { code, isRecoveryCode: withRecovery });
  }

  return (
    <form ref={form} className={styles['form']} onSubmit={handleSubmit} aria-label={t('reset.title')} noValidate>
      <ActProblem error={reset.error} />
      {problem === null ? null : (
        <Notice tone="warning" role="alert" title={t(`reset.${problem}Title`)}>
          <p>{t(`reset.${problem}Text`)}</p>
        </Notice>
      )}
      <NewPasswordField id="reset-password" value={password} onChange={setPassword} personal={[]} fault={fault} />
      {factors === null ? null : (
        <Stack>
          <p>{t('reset.factor')}</p>
          {factors.includes('passkey') && hasPasskeys() ? (
            <div>
              <Button busy={reset.busy} onClick={() => void reset.sendWithPasskey(password)}>
                {t('passkey.use')}
              </Button>
            </div>
          ) : null}
          {asksForCode(factors) ? (
            <CodeField
              id="reset-code"
              factors={factors}
              isRecoveryCode={withRecovery}
              onSwitch={(next) => setRecoveryCode(next)}
            />
          ) : null}
        </Stack>
      )}
      {factors === null || asksForCode(factors) ? (
        <div>
          <Button type="submit" busy={reset.busy}>
            {t('reset.submit')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
