import { useMutation } from '@apollo/client/react';
import { LIMITS, SIGN_IN_MINUTES } from '@sos/domain';
import { Button, Notice, PageHeading, Stack, TextField } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';
import { textOf } from '../../shared/text-of.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useFirstWrong } from '../../shared/use-first-wrong.js';
import { ActProblem } from './act-problem.js';
import { CasesStayClosed } from './cases-stay-closed.js';
import { RequestPasswordResetDocument } from './reset.generated.js';
import styles from './sign-in-form.module.css';
import { useAct } from './use-act.js';

/** Route: /app/forgotten. The answer is the same whether anybody has the address. */
export function ForgottenScreen() {
  const { t } = useTranslation('account');
  const { contactAddress } = useService();
  const [asked, setAsked] = useState(false);
  const place = useCaughtFocus(asked);
  return (
    <>
      <PageHead title={t('forgotten.title')} />
      <PageHeading title={t('forgotten.title')} lede={t('forgotten.intro')} />
      <Stack gap="large">
        <CasesStayClosed />
        <div ref={place} tabIndex={-1}>
          {asked ? (
            <Notice tone="success" role="status" title={t('forgotten.askedTitle')}>
              <p>{t('forgotten.askedText', { minutes: SIGN_IN_MINUTES.resetLink })}</p>
            </Notice>
          ) : (
            <AskForm onAsked={() => setAsked(true)} />
          )}
        </div>
        <p>{t('forgotten.help', { address: contactAddress })}</p>
        <p>
          <Link to="/app/sign-in">{t('forgotten.toSignIn')}</Link>
        </p>
      </Stack>
    </>
  );
}

function AskForm({ onAsked }: { onAsked: () => void }) {
  const { t } = useTranslation('account');
  const language = useLanguage();
  const [request] = useMutation(RequestPasswordResetDocument);
  const { busy, refusal, error, act } = useAct<'missing' | 'wait'>();
  const form = useFirstWrong(refusal);

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const email = textOf(new FormData(event.currentTarget).get('email')).trim();
    const isAsked = await act(async () => {
      if (email === '') return 'missing';
      const { data } = await request({ variables: { input: { email, language } } });
      return data?.requestPasswordReset.__typename === 'TooManyAttemptsProblem' ? 'wait' : null;
    });
    if (isAsked) onAsked();
  }

  return (
    <form
      ref={form}
      className={styles['form']}
      onSubmit={(event) => void handleSubmit(event)}
      aria-label={t('forgotten.title')}
      noValidate
    >
      <ActProblem error={error} />
      {refusal === 'wait' ? (
        <Notice tone="warning" role="alert" title={t('signIn.waitTitle')}>
          <p>{t('forgotten.waitText')}</p>
        </Notice>
      ) : null}
      <TextField
        id="forgotten-email"
        name="email"
        type="email"
        label={t('signIn.email')}
        error={refusal === 'missing' ? t('signIn.missingEmail') : undefined}
        autoComplete="username"
        maxLength={LIMITS.email}
        required
      />
      <div>
        <Button type="submit" busy={busy}>
          {t('forgotten.submit')}
        </Button>
      </div>
    </form>
  );
}
