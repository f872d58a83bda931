import { Button, Notice, PageHeading, Row, Section, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useViewer } from '../../platform/session.js';
import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { useService } from '../../shared/service.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import { OwnTool } from '../../shared/vault/own-tool.js';
import { UnlockPanel } from '../../shared/vault/unlock-panel.js';
import { useVault, type VaultAccess } from '../../shared/vault/use-vault.js';
import { FirstKey } from './first-key.js';
import styles from './keys.module.css';
import { RegisterKey } from './register-key.js';
import { VaultTasks } from './vault-tasks.js';

/** Route: /app/vault. */
export function VaultScreen() {
  const { t } = useTranslation('keys');
  return (
    <>
      <PageHead title={t('vault.title')} />
      <PageHeading title={t('vault.title')} lede={t('vault.lede')} />
      <div className={styles['body']}>
        <VaultBody />
      </div>
      <VaultLimits />
    </>
  );
}

function VaultBody() {
  const { t } = useTranslation('keys');
  const { roles } = useViewer();
  const { key } = useCrypto();
  const vault = useVault();
  const { state } = vault;
  if (!roles.has('member') && !roles.has('responder')) return <Notice title={t('vault.notNeeded')} />;
  switch (state.status) {
    case 'checking':
      return <PageLoading />;
    case 'failed':
      return <ErrorNotice error={state.error} onRetry={() => void vault.refresh()} />;
    case 'none':
      return <FirstKey access={vault} />;
    case 'unregistered':
      return <RegisterKey publicKey={state.vault.publicKey} onRegistered={() => void vault.refresh()} />;
    case 'own_tool':
      return <OwnTool state={state} />;
    case 'here':
    case 'elsewhere':
      return key === null ? <Locked /> : <OpenVault access={vault} />;
  }
}

function Locked() {
  const { t } = useTranslation('keys');
  return (
    <Stack>
      <Notice title={t('vault.locked')}>
        <p>{t('vault.lockedText')}</p>
      </Notice>
      <UnlockPanel />
      <p>{t('vault.quickExit')}</p>
    </Stack>
  );
}

function OpenVault({ access }: { access: VaultAccess }) {
  const { t } = useTranslation('keys');
  const { key, lock } = useCrypto();
  const { date } = useFormatters();
  if (key === null) return null;
  return (
    <VaultTasks access={access}>
      <Notice tone="success" title={t('vault.open')} role="status">
        <p>{t('vault.openText')}</p>
      </Notice>
      <p>
        {t('vault.fingerprint')} <Fingerprint value={key.fingerprint} />
      </p>
      <p>{t('vault.expires', { date: date(key.expiresAt) })}</p>
      <Row>
        <Button onClick={lock}>{t('vault.lock')}</Button>
      </Row>
      <p>{t('vault.quickExit')}</p>
    </VaultTasks>
  );
}

/** On every vault screen: what nobody can bring back, and whom to call. */
function VaultLimits() {
  const { t } = useTranslation('keys');
  const { roles } = useViewer();
  const { contactAddress } = useService();
  if (!roles.has('member') && !roles.has('responder')) return null;
  return (
    <Section heading={t('limits.title')}>
      <p>{t('limits.text')}</p>
      <p>{t('limits.call', { contact: contactAddress })}</p>
    </Section>
  );
}
