import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { VaultChangedError } from '../../platform/keys/key-database.js';
import { ChoosePassphrase } from '../../shared/vault/choose-passphrase.js';
import { PassphraseForm } from '../../shared/vault/passphrase-form.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import { useVaultCopy } from '../../shared/vault/use-vault-copy.js';
import type { VaultAccess } from '../../shared/vault/use-vault.js';
import type { TaskProps } from './vault-task.types.js';

/** The new words first, the present ones last: neither waits in memory for longer than it takes to type the other. */
export function ChangePassphrase({ access, onDone, onCancel }: TaskProps) {
  const { t } = useTranslation('keys');
  const [next, setNext] = useState<string | null>(null);
  if (next !== null) return <ConfirmChange access={access} next={next} onDone={onDone} onCancel={onCancel} />;
  return (
    <Stack>
      <p>{t('change.explain')}</p>
      <ChoosePassphrase doneLabel={t('confirm.next')} onChosen={async (passphrase) => setNext(passphrase)} />
      <Row>
        <Button variant="quiet" onClick={onCancel}>
          {t('task.cancel')}
        </Button>
      </Row>
    </Stack>
  );
}

interface ConfirmChangeProps {
  access: VaultAccess;
  next: string;
  onDone: (message: string) => void;
  onCancel: () => void;
}

function ConfirmChange({ access, next, onDone, onCancel }: ConfirmChangeProps) {
  const { t } = useTranslation('keys');
  const { client } = useCrypto();
  const copy = useVaultCopy(access);
  /** A copy under dead words would be the way back to them. */
  async function renewCopy(): Promise<boolean> {
    try {
      if (await copy.isKept()) await copy.keep();
      return true;
    } catch {
      return false;
    }
  }
  async function change(passphrase: string): Promise<void> {
    const before = await access.latest();
    if (before === undefined) throw new VaultChangedError();
    const vault = await client().changePassphrase({ vault: before, passphrase, newPassphrase: next });
    await access.replace(before, vault);
    onDone((await renewCopy()) ? t('change.done') : t('copy.stale'));
  }
  return (
    <Stack>
      <StepHeading title={t('change.title')} />
      <p>{t('change.last')}</p>
      <PassphraseForm
        label={t('change.present')}
        hint={t('change.presentHint')}
        submitLabel={t('change.do')}
        busyLabel={t('change.doing')}
        onPassphrase={change}
      >
        <Button variant="quiet" onClick={onCancel}>
          {t('task.cancel')}
        </Button>
      </PassphraseForm>
      <Notice title={t('change.otherDevices')} />
    </Stack>
  );
}
