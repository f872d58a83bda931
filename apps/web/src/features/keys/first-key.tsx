import type { UnlockedKey, Vault } from '@sos/crypto';
import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useVaultWords } from '../../shared/vault/crypto-words.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import { StorageNotice } from '../../shared/vault/storage-notice.js';
import type { VaultAccess } from '../../shared/vault/use-vault.js';
import { LockKey } from './lock-key.js';
import { RecoveryKit } from './recovery-kit.js';
import { RegisterKey } from './register-key.js';

type Step =
  | { readonly at: 'start' }
  | { readonly at: 'passphrase'; readonly key: UnlockedKey }
  | { readonly at: 'kit' | 'register'; readonly key: UnlockedKey; readonly vault: Vault };

/** First use: the key is made here, locked with words, its recovery kit taken along, and only then kept and registered. */
export function FirstKey({ access }: { access: VaultAccess }) {
  const { t } = useTranslation('keys');
  const [step, setStep] = useState<Step>({ at: 'start' });
  switch (step.at) {
    case 'start':
      return <MakeKey onMade={(key) => setStep({ at: 'passphrase', key })} />;
    case 'passphrase':
      return <LockKey unlocked={step.key} onLocked={(vault) => setStep({ at: 'kit', key: step.key, vault })} />;
    case 'kit':
      return (
        <RecoveryKit
          unlocked={step.key}
          doneLabel={t('confirm.next')}
          onDone={() => setStep({ ...step, at: 'register' })}
        />
      );
    case 'register':
      return <Register unlocked={step.key} vault={step.vault} access={access} />;
  }
}

function MakeKey({ onMade }: { onMade: (key: UnlockedKey) => void }) {
  const { t } = useTranslation('keys');
  const words = useVaultWords();
  const { client } = useCrypto();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function make(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      onMade(await client().generateKey());
    } catch (error) {
      setProblem(words(error));
      setBusy(false);
    }
  }
  return (
    <Stack>
      <StepHeading title={t('first.title')} />
      <p>{t('first.what')}</p>
      <p>{t('first.nobody')}</p>
      <p>{t('first.steps')}</p>
      <StorageNotice />
      {problem === null ? null : <Notice tone="danger" title={problem} role="alert" />}
      <Row>
        <Button busy={busy} onClick={() => void make()}>
          {busy ? t('first.making') : t('first.make')}
        </Button>
      </Row>
      <p>
        {t('first.ownTool')} <Link to="/app/vault/own-key">{t('first.ownToolLink')}</Link>
      </p>
    </Stack>
  );
}

interface RegisterProps {
  unlocked: UnlockedKey;
  vault: Vault;
  access: VaultAccess;
}

/** The vault is kept before the server hears of the key: a registered key that nobody can open would lose cases. */
function Register({ unlocked, vault, access }: RegisterProps) {
  const { t } = useTranslation('keys');
  const words = useVaultWords();
  const crypto = useCrypto();
  const [kept, setKept] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function keep(): Promise<void> {
    setProblem(null);
    try {
      await access.keep(vault);
    } catch (error) {
      setProblem(words(error));
      return;
    }
    crypto.unlocked({ ...unlocked, passkeys: [] });
    setKept(true);
  }
  if (kept) return <RegisterKey publicKey={vault.publicKey} onRegistered={() => void access.refresh()} />;
  return (
    <Stack>
      <StepHeading title={t('register.title')} />
      <p>{t('register.keep')}</p>
      {problem === null ? null : <Notice tone="danger" title={problem} role="alert" />}
      <Row>
        <Button onClick={() => void keep()}>{t('register.keepHere')}</Button>
      </Row>
    </Stack>
  );
}
