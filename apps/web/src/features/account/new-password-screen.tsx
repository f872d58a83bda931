import { Notice, PageHeading, Stack } from '@sos/ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router-dom';

import { PageHead } from '../../shared/page-head.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { CasesStayClosed } from './cases-stay-closed.js';
import { ResetForm } from './reset-form.js';

/** Route: /app/new-password#TOKEN. Behind the # it reaches no server and no log; once read it leaves the address bar. */
export function NewPasswordScreen() {
  const { t } = useTranslation('account');
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [token] = useState(() => hash.slice(1));
  const [outcome, setOutcome] = useState<'done' | 'linkSpent' | null>(token === '' ? 'linkSpent' : null);
  const place = useCaughtFocus(outcome);
  useEffect(() => {
    if (hash !== '') void navigate(pathname, { replace: true });
  }, [hash, pathname, navigate]);
  return (
    <>
      <PageHead title={t('reset.title')} />
      <PageHeading title={t('reset.title')} />
      <Stack gap="large">
        <div ref={place} tabIndex={-1}>
          {outcome === 'done' ? (
            <Notice tone="success" role="status" title={t('reset.doneTitle')}>
              <p>{t('reset.doneText')}</p>
              <Link to="/app/sign-in">{t('signIn.title')}</Link>
            </Notice>
          ) : null}
          {outcome === 'linkSpent' ? (
            <Notice tone="warning" role="alert" title={t('reset.spentTitle')}>
              <p>{t('reset.spentText')}</p>
              <Link to="/app/forgotten">{t('reset.askAgain')}</Link>
            </Notice>
          ) : null}
        </div>
        <CasesStayClosed />
        {outcome === null ? <ResetForm token={token} onOver={setOutcome} /> : null}
      </Stack>
    </>
  );
}
