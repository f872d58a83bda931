import { LIMITS } from '@sos/domain';
import { Button, ErrorSummary, TextField } from '@sos/ui';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { hasPasskeys } from '../../platform/passkey.js';
import { textOf } from '../../shared/text-of.js';
import { SecondStepForm } from './second-step.js';
import styles from './sign-in-form.module.css';
import { SignInOutcome } from './sign-in-outcome.js';
import { useSignIn, type SignIn } from './use-sign-in.js';

export interface SignInFormProps {
  onSignedIn: () => void;
}

/** On its own screen, and on top of whatever was open when a session ended. */
export function SignInForm({ onSignedIn }: SignInFormProps) {
  const signIn = useSignIn(onSignedIn);
  if (signIn.secondStep !== null) return <SecondStepForm signIn={signIn} factors={signIn.secondStep.factors} />;
  return <FirstStep signIn={signIn} />;
}

/** A passkey first: one press, nothing typed, and no page that only looks like ours can borrow it. */
function FirstStep({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('account');
  return (
    <div className={styles['form']}>
      <SignInOutcome state={signIn.state} />
      {hasPasskeys() ? (
        <div className={styles['passkey']}>
          <Button busy={signIn.state.status === 'sending'} onClick={() => void signIn.withPasskey()}>
            {t('passkey.signIn')}
          </Button>
          <p>{t('passkey.signInHint')}</p>
        </div>
      ) : null}
      <PasswordForm signIn={signIn} />
    </div>
  );
}

function PasswordForm({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('account');
  const [missing, setMissing] = useState<Missing>({ email: false, password: false });
  const [shown, setShown] = useState(false);
  const sending = signIn.state.status === 'sending';

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = textOf(form.get('email')).trim();
    const password = textOf(form.get('password'));
    const next = { email: email === '', password: password === '' };
    setMissing(next);
    if (!next.email && !next.password) void signIn.withPassword(email, password);
  }

  return (
    <form className={styles['form']} noValidate onSubmit={handleSubmit} aria-label={t('signIn.title')}>
      <MissingSummary missing={missing} />
      <TextField
        id="sign-in-email"
        name="email"
        type="email"
        label={t('signIn.email')}
        error={missing.email ? t('signIn.missingEmail') : undefined}
        autoComplete="username"
        maxLength={LIMITS.email}
        required
      />
      <div className={styles['password']}>
        <TextField
          id="sign-in-password"
          name="password"
          type={shown ? 'text' : 'password'}
          label={t('signIn.password')}
          hint={t('signIn.passwordHint')}
          error={missing.password ? t('signIn.missingPassword') : undefined}
          autoComplete="current-password"
          maxLength={LIMITS.password}
          required
        />
        <Button variant="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? t('signIn.hide') : t('signIn.show')}
        </Button>
      </div>
      <div>
        <Button type="submit" variant={hasPasskeys() ? 'secondary' : 'primary'} busy={sending}>
          {sending ? t('signIn.busy') : t('signIn.submit')}
        </Button>
      </div>
    </form>
  );
}

interface Missing {
  email: boolean;
  password: boolean;
}

function MissingSummary({ missing }: { missing: Missing }) {
  const { t } = useTranslation('account');
  const summary = useRef<HTMLDivElement>(null);
  const errors = [
    ...(missing.email ? [{ fieldId: 'sign-in-email', message: t('signIn.missingEmail') }] : []),
    ...(missing.password ? [{ fieldId: 'sign-in-password', message: t('signIn.missingPassword') }] : []),
  ];
  useEffect(() => summary.current?.focus(), [missing]);
  return <ErrorSummary ref={summary} title={t('signIn.errorTitle')} errors={errors} />;
}
