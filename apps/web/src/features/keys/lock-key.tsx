import type { UnlockedKey, Vault } from '@sos/crypto';
import { Notice, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { ChoosePassphrase } from '../../shared/vault/choose-passphrase.js';
import { useVaultWords } from '../../shared/vault/crypto-words.js';

/** A key that was just made gets its words; nothing is kept yet. */
export function LockKey({ unlocked, onLocked }: { unlocked: UnlockedKey; onLocked: (vault: Vault) => void }) {
  const { t } = useTranslation('keys');
  const words = useVaultWords();
  const { client } = useCrypto();
  const [problem, setProblem] = useState<string | null>(null);
  async function lock(passphrase: string): Promise<void> {
    setProblem(null);
    try {
      onLocked(await client().createVault({ key: unlocked.key, passphrase }));
    } catch (error) {
      setProblem(words(error));
    }
  }
  return (
    <Stack>
      {problem === null ? null : <Notice tone="danger" title={problem} role="alert" />}
      <ChoosePassphrase doneLabel={t('confirm.next')} onChosen={lock} />
    </Stack>
  );
}
