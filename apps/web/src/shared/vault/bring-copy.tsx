import type { Vault } from '@sos/crypto';
import { Notice, Stack } from '@sos/ui/plain';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useService } from '../service.js';
import { PassphraseForm } from './passphrase-form.js';
import type { VaultAccess } from './use-vault.js';
import { useVaultCopy } from './use-vault-copy.js';

interface BringCopyProps {
  access: VaultAccess;
  fingerprint: string;
  onUnlocked: (() => void) | undefined;
}

/** On a new device, for members who once asked for a copy. The copy is fetched once, and tried with as many words as it takes. */
export function BringCopy({ access, fingerprint, onUnlocked }: BringCopyProps) {
  const { t } = useTranslation('keys');
  const { contactAddress } = useService();
  const { client, unlocked } = useCrypto();
  const copy = useVaultCopy(access);
  const fetched = useRef<Vault>(undefined);
  const [foreign, setForeign] = useState(false);
  async function open(passphrase: string): Promise<void> {
    fetched.current ??= await client().openVaultCopy(await copy.take());
    const vault = fetched.current;
    const key = await client().openVault({ vault, passphrase });
    setForeign(key.fingerprint !== fingerprint);
    if (key.fingerprint !== fingerprint) return client().lock({ key: key.key });
    // A store that is full keeps nobody from their cases: the key is open for this window, and the copy stays where it is.
    await access.keep(vault).catch(() => undefined);
    unlocked(key);
    onUnlocked?.();
  }
  if (copy.keptAt === null) return null;
  return (
    <Stack>
      <h2>{t('copy.bring')}</h2>
      <p>{t('copy.bringText')}</p>
      {foreign ? <Notice tone="danger" title={t('copy.otherKey', { contact: contactAddress })} role="alert" /> : null}
      <PassphraseForm label={t('unlock.passphrase')} submitLabel={t('copy.bringOpen')} onPassphrase={open} />
    </Stack>
  );
}
