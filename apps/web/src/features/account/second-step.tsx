import { Button, Stack } from '@sos/ui';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { hasPasskeys } from '../../platform/passkey.js';
import { asksForCode, CodeField } from '../../shared/step-up/code-field.js';
import { textOf } from '../../shared/text-of.js';
import styles from './sign-in-form.module.css';
import { SignInOutcome } from './sign-in-outcome.js';
import type { SignIn } from './use-sign-in.js';

/** The password was right; now what the account has beside it. */
export function SecondStepForm({ signIn, factors }: { signIn: SignIn; factors: readonly string[] }) {
  const { t } = useTranslation('account');
  const heading = useRef<HTMLHeadingElement>(null);
  const [isRecoveryCode, setRecoveryCode] = useState(!factors.includes('totp'));
  const sending = signIn.state.status === 'sending';
  const withPasskey = factors.includes('passkey') && hasPasskeys();
  // The form before this one is gone, and the focus with it.
  useEffect(() => heading.current?.focus(), []);

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget).get('code')).trim();
    if (code !== '') void signIn.withCode(code, isRecoveryCode);
  }

  return (
    <div className={styles['form']}>
      <h2 ref={heading} tabIndex={-1}>
        {t('factor.title')}
      </h2>
      <SignInOutcome state={signIn.state} />
      {withPasskey ? (
        <div>
          <Button busy={sending} onClick={() => void signIn.withPasskey()}>
            {t('passkey.use')}
          </Button>
        </div>
      ) : null}
      {asksForCode(factors) ? (
        <form onSubmit={handleSubmit} aria-label={t('factor.title')}>
          <Stack>
            <CodeField id="sign-in-code" factors={factors} isRecoveryCode={isRecoveryCode} onSwitch={setRecoveryCode} />
            <div>
              <Button type="submit" variant={withPasskey ? 'secondary' : 'primary'} busy={sending}>
                {t('factor.submit')}
              </Button>
            </div>
          </Stack>
        </form>
      ) : null}
      <div>
        <Button variant="quiet" onClick={() => signIn.startOver()}>
          {t('factor.startOver')}
        </Button>
      </div>
    </div>
  );
}
