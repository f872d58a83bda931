import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { VaultChangedError } from '../../platform/keys/key-database.js';
import { askPasskey, mayHavePasskeys } from '../../platform/keys/passkey.js';
import { useVaultWords } from './crypto-words.js';
import type { VaultAccess } from './use-vault.js';

/** Undefined until the browser has answered. */
export function usePasskeySupport(): boolean | undefined {
  const [supported, setSupported] = useState<boolean | undefined>(undefined);
  useEffect(() => {
    let current = true;
    void mayHavePasskeys().then((answer) => current && setSupported(answer));
    return () => {
      current = false;
    };
  }, []);
  return supported;
}

interface PasskeyUnlockProps {
  access: VaultAccess;
  onUnlocked: (() => void) | undefined;
}

/** Offered to everybody whose browser could: a vault does not tell whether it has a passkey. */
export function PasskeyUnlock({ access, onUnlocked }: PasskeyUnlockProps) {
  const { t } = useTranslation('keys');
  const words = useVaultWords();
  const { client, unlocked } = useCrypto();
  const supported = usePasskeySupport();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function open(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const vault = await access.latest();
      if (vault === undefined) throw new VaultChangedError();
      const answer = await askPasskey(await client().passkeyRequests({ vault }));
      unlocked(await client().openVaultByPasskey({ vault, ...answer }));
      onUnlocked?.();
    } catch (error) {
      setProblem(words(error));
    } finally {
      setBusy(false);
    }
  }
  if (supported !== true) return null;
  return (
    <Stack>
      {problem === null ? null : <Notice tone="warning" title={problem} role="alert" />}
      <Row>
        <Button variant="secondary" busy={busy} onClick={() => void open()}>
          {t('passkey.unlock')}
        </Button>
      </Row>
    </Stack>
  );
}
