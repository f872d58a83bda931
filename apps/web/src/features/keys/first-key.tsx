import type { UnlockedKey, Vault } from '@sos/crypto';
import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { cryptoCodeOf, useCryptoWords } from '../../shared/vault/crypto-words.js';
import type { VaultAccess } from '../../shared/vault/use-vault.js';
import { ConfirmWords } from './confirm-words.js';
import styles from './keys.module.css';
import { RecoveryKit } from './recovery-kit.js';
import { RegisterKey } from './register-key.js';
import { StepHeading } from './step-heading.js';

interface Made {
  readonly key: UnlockedKey;
  readonly passphrase: string;
  readonly kit: string;
  readonly vault: Vault;
}

type Step = 'start' | 'words' | 'confirm' | 'kit' | 'register';

/** First use: the key is made here, its passphrase shown once, its recovery kit taken along, and only then registered. */
export function FirstKey({ access }: { access: VaultAccess }) {
  const [step, setStep] = useState<Step>('start');
  const [made, setMade] = useState<Made | null>(null);
  function handleMade(result: Made): void {
    setMade(result);
    setStep('words');
  }
  if (step === 'start' || made === null) return <MakeKey onMade={handleMade} />;
  switch (step) {
    case 'words':
      return <ShowWords passphrase={made.passphrase} onNext={() => setStep('confirm')} />;
    case 'confirm':
      return (
        <ConfirmWords passphrase={made.passphrase} onBack={() => setStep('words')} onConfirmed={() => setStep('kit')} />
      );
    case 'kit':
      return <RecoveryKit armored={made.kit} fingerprint={made.key.fingerprint} onNext={() => setStep('register')} />;
    case 'register':
      return <Register made={made} access={access} />;
  }
}

function MakeKey({ onMade }: { onMade: (made: Made) => void }) {
  const { t } = useTranslation('keys');
  const words = useCryptoWords();
  const { client } = useCrypto();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function make(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const engine = client();
      const passphrase = await engine.generatePassphrase();
      const key = await engine.generateKey();
      const vault = await engine.createVault({ key: key.key, passphrase });
      const kit = await engine.exportRecoveryKit({ key: key.key, passphrase });
      onMade({ key, passphrase, vault, kit });
    } catch (error) {
      setProblem(words(cryptoCodeOf(error)));
      setBusy(false);
    }
  }
  return (
    <Stack>
      <StepHeading title={t('first.title')} />
      <p>{t('first.what')}</p>
      <p>{t('first.nobody')}</p>
      <p>{t('first.steps')}</p>
      {problem === null ? null : <Notice tone="danger" title={problem} role="alert" />}
      <Row>
        <Button busy={busy} onClick={() => void make()}>
          {busy ? t('first.making') : t('first.make')}
        </Button>
      </Row>
    </Stack>
  );
}

function ShowWords({ passphrase, onNext }: { passphrase: string; onNext: () => void }) {
  const { t } = useTranslation('keys');
  return (
    <Stack>
      <StepHeading title={t('words.title')} />
      <p>{t('words.explain')}</p>
      <ol className={styles['words']} translate="no" lang="en">
        {passphrase.split(' ').map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      <Notice tone="warning" title={t('words.warning')}>
        <p>{t('words.where')}</p>
      </Notice>
      <Row>
        <Button onClick={onNext}>{t('words.next')}</Button>
      </Row>
    </Stack>
  );
}

/** The vault is kept before the server hears of the key: a registered key that nobody can open would lose cases. */
function Register({ made, access }: { made: Made; access: VaultAccess }) {
  const { t } = useTranslation('keys');
  const { unlocked } = useCrypto();
  const [kept, setKept] = useState(false);
  async function keep(): Promise<void> {
    await access.keep(made.vault);
    unlocked(made.key);
    setKept(true);
  }
  if (kept) return <RegisterKey publicKey={made.vault.publicKey} onRegistered={() => void access.refresh()} />;
  return (
    <Stack>
      <StepHeading title={t('register.title')} />
      <p>{t('register.keep')}</p>
      <Row>
        <Button onClick={() => void keep()}>{t('register.keepHere')}</Button>
      </Row>
    </Stack>
  );
}
