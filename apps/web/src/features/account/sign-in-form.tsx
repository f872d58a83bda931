import { LIMITS } from '@sos/domain';
import { Button, ErrorSummary, Notice, TextField } from '@sos/ui';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import styles from './sign-in-form.module.css';
import { useSignIn, type SignInState } from './use-sign-in.js';

export interface SignInFormProps {
  onSignedIn: () => void;
}

/** On its own screen, and on top of whatever was open when a session ended. */
export function SignInForm({ onSignedIn }: SignInFormProps) {
  const { t } = useTranslation('account');
  const { state, signIn } = useSignIn(onSignedIn);
  const [missing, setMissing] = useState<Missing>({ email: false, password: false });
  const [shown, setShown] = useState(false);

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = textOf(form.get('email')).trim();
    const password = textOf(form.get('password'));
    const next = { email: email === '', password: password === '' };
    setMissing(next);
    if (!next.email && !next.password) void signIn(email, password);
  }

  return (
    <form className={styles['form']} noValidate onSubmit={handleSubmit} aria-label={t('signIn.title')}>
      <MissingSummary missing={missing} />
      <Outcome state={state} />
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
        <Button type="submit" busy={state.status === 'sending'}>
          {state.status === 'sending' ? t('signIn.busy') : t('signIn.submit')}
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

/** One answer for a wrong address and a wrong password: nobody can try out who has an account. */
function Outcome({ state }: { state: SignInState }) {
  const { t } = useTranslation('account');
  switch (state.status) {
    case 'idle':
    case 'sending':
      return null;
    case 'wait':
      return (
        <Notice tone="warning" role="alert" title={t('signIn.waitTitle')}>
          <p>{t('signIn.wait', { count: Math.max(1, Math.ceil(state.seconds / 60)) })}</p>
        </Notice>
      );
    case 'failed':
    case 'offline':
    case 'broken':
      return (
        <Notice tone="danger" role="alert" title={t(`signIn.${state.status}Title`)}>
          <p>{t(`signIn.${state.status}Body`)}</p>
        </Notice>
      );
  }
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}
