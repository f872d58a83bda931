import type { StoredVault } from '@sos/crypto';
import { Notice, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { ErrorNotice } from '../error-boundary.js';
import { PageLoading } from '../page-loading.js';
import { BringCopy } from './bring-copy.js';
import { PassphraseForm } from './passphrase-form.js';
import { PasskeyUnlock } from './passkey-unlock.js';
import { RestoreKit } from './restore-kit.js';
import { useVault, type VaultAccess } from './use-vault.js';

export interface UnlockPanelProps {
  onUnlocked?: () => void;
}

/** Opens the viewer's key with the passphrase, from the vault on this device or from the recovery kit. */
export function UnlockPanel({ onUnlocked }: UnlockPanelProps) {
  const { t } = useTranslation('keys');
  const vault = useVault();
  switch (vault.state.status) {
    case 'checking':
      return <PageLoading />;
    case 'failed':
      return <ErrorNotice error={vault.state.error} onRetry={() => void vault.refresh()} />;
    case 'none':
    case 'unregistered':
      return (
        <Notice tone="warning" title={t('unlock.noKey')}>
          <Link to="/app/vault">{t('unlock.makeKey')}</Link>
        </Notice>
      );
    case 'own_tool':
      return (
        <Notice title={t('ownKey.unlock')}>
          <p>{t('ownKey.unlockText')}</p>
        </Notice>
      );
    case 'here':
      return <UnlockHere access={vault} drawn={vault.state.vault} onUnlocked={onUnlocked} />;
    case 'elsewhere':
      return (
        <Stack>
          <BringCopy access={vault} fingerprint={vault.state.fingerprint} onUnlocked={onUnlocked} />
          <RestoreKit access={vault} fingerprint={vault.state.fingerprint} onUnlocked={onUnlocked} />
        </Stack>
      );
  }
}

interface UnlockHereProps {
  access: VaultAccess;
  /** For a browser whose store stopped answering since. */
  drawn: StoredVault;
  onUnlocked: (() => void) | undefined;
}

function UnlockHere({ access, drawn, onUnlocked }: UnlockHereProps) {
  const { t } = useTranslation('keys');
  const { client, unlocked } = useCrypto();
  async function open(passphrase: string): Promise<void> {
    const vault = (await access.latest().catch(() => undefined)) ?? drawn;
    unlocked(await client().openVault({ vault, passphrase }));
    if (vault.version === 1) await upgrade(vault);
    onUnlocked?.();
  }
  /** The key is open already: a store that is full keeps the older version, which opens as well. */
  async function upgrade(vault: StoredVault): Promise<void> {
    await access.replace(vault, await client().upgradeVault({ vault })).catch(() => undefined);
  }
  return (
    <Stack>
      <PassphraseForm label={t('unlock.passphrase')} submitLabel={t('unlock.open')} onPassphrase={open} />
      <PasskeyUnlock access={access} onUnlocked={onUnlocked} />
    </Stack>
  );
}
