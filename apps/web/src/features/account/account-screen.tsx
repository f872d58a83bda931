import { ROLES } from '@sos/domain';
import { Button, buttonClass, DefinitionList, Notice, PageHeading, Stack } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useSession, useViewer } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';

/** Route: /app/account */
export function AccountScreen() {
  const { t } = useTranslation('account');
  const viewer = useViewer();
  const { contactAddress } = useService();
  const format = useFormatters();
  const roles = ROLES.filter((role) => viewer.roles.has(role)).map((role) => t(`role.${role}`));
  const organisations = viewer.organisations.map(({ name }) => name);
  return (
    <>
      <PageHead title={t('screen.title')} />
      <PageHeading title={t('screen.title')} />
      <Stack gap="large">
        <DefinitionList
          items={[
            { term: t('screen.name'), description: viewer.displayName },
            { term: t('screen.language'), description: format.languageName(viewer.language) },
            { term: t('screen.roles'), description: format.list(roles) },
            {
              term: t('screen.organisations'),
              description: organisations.length > 0 ? format.list(organisations) : t('screen.noOrganisations'),
            },
          ]}
        />
        <p>{t('screen.change', { address: contactAddress })}</p>
        {viewer.isStrong ? null : (
          <Notice title={t('screen.suggest')}>
            <p>{t('screen.suggestText')}</p>
          </Notice>
        )}
        <div>
          <Link to="/app/account/security" className={buttonClass({ variant: 'secondary' })}>
            {t('screen.security')}
          </Link>
          <p>{t('screen.securityHint')}</p>
        </div>
        <p>
          <Link to="/app/data">{t('screen.data')}</Link>
        </p>
        <p>
          <Link to="/app/account/history">{t('screen.history')}</Link>
        </p>
        <SignOut />
      </Stack>
    </>
  );
}

function SignOut() {
  const { t } = useTranslation('account');
  const { signOut } = useSession();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');

  async function handleSignOut(): Promise<void> {
    setState('busy');
    try {
      await signOut();
    } catch {
      setState('failed');
    }
  }

  return (
    <Stack gap="small">
      {state === 'failed' ? <Notice tone="danger" role="alert" title={t('screen.signOutFailed')} /> : null}
      <Button variant="secondary" busy={state === 'busy'} onClick={() => void handleSignOut()}>
        {state === 'busy' ? t('screen.signingOut') : t('screen.signOut')}
      </Button>
      <p>{t('screen.signOutHint')}</p>
    </Stack>
  );
}
