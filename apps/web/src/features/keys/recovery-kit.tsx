import type { UnlockedKey } from '@sos/crypto';
import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { PageLoading } from '../../shared/page-loading.js';
import { saveFile } from '../../shared/save-file.js';
import { ConfirmWords } from '../../shared/vault/confirm-words.js';
import { useVaultWords } from '../../shared/vault/crypto-words.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import { WordList } from '../../shared/vault/word-list.js';
import { RecoverySheet } from './recovery-sheet.js';

export interface RecoveryKitProps {
  unlocked: UnlockedKey;
  doneLabel: string;
  onDone: () => void;
  onCancel?: () => void;
}

interface Kit {
  readonly words: string;
  readonly armored: string;
}

/** A locked file and, apart from it, the seven words that open it: nobody goes on before they have both. */
export function RecoveryKit({ unlocked, doneLabel, onDone, onCancel }: RecoveryKitProps) {
  const { kit, problem } = useNewKit(unlocked);
  const [confirming, setConfirming] = useState(false);
  if (problem !== null) return <Notice tone="danger" title={problem} role="alert" />;
  if (kit === null) return <PageLoading />;
  if (confirming)
    return (
      <ConfirmWords
        passphrase={kit.words}
        doneLabel={doneLabel}
        onBack={() => setConfirming(false)}
        onConfirmed={onDone}
      />
    );
  return (
    <TakeKit kit={kit} fingerprint={unlocked.fingerprint} onTaken={() => setConfirming(true)} onCancel={onCancel} />
  );
}

function useNewKit(unlocked: UnlockedKey) {
  const { client } = useCrypto();
  const words = useVaultWords();
  const [kit, setKit] = useState<Kit | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    let current = true;
    async function make(): Promise<Kit> {
      const passphrase = await client().generatePassphrase();
      return { words: passphrase, armored: await client().exportRecoveryKit({ key: unlocked.key, passphrase }) };
    }
    make().then(
      (made) => current && setKit(made),
      (error: unknown) => current && setFailed(error),
    );
    return () => {
      current = false;
    };
  }, [client, unlocked.key]);
  return { kit, problem: failed === null ? null : words(failed) };
}

interface TakeKitProps {
  kit: Kit;
  fingerprint: string;
  onTaken: () => void;
  onCancel: (() => void) | undefined;
}

function TakeKit({ kit, fingerprint, onTaken, onCancel }: TakeKitProps) {
  const { t } = useTranslation('keys');
  const [saved, setSaved] = useState(false);
  const [lined, setLined] = useState(false);
  function print(withLines: boolean): void {
    // The sheet must be drawn before the browser takes its picture of it.
    flushSync(() => setLined(withLines));
    window.print();
  }
  function handleSave(): void {
    saveFile(new Blob([kit.armored], { type: 'application/pgp-keys' }), 'recovery-kit.asc');
    setSaved(true);
  }
  return (
    <Stack>
      <StepHeading title={t('kit.title')} />
      <p>{t('kit.explain')}</p>
      <Row>
        <Button onClick={handleSave}>{t('kit.download')}</Button>
        {saved ? <span role="status">{t('kit.saved')}</span> : null}
      </Row>
      <p>{t('kit.words')}</p>
      <WordList words={kit.words} />
      <Row>
        <Button variant="secondary" onClick={() => print(false)}>
          {t('kit.print')}
        </Button>
        <Button variant="quiet" onClick={() => print(true)}>
          {t('kit.printLines')}
        </Button>
      </Row>
      <Notice tone="warning" title={t('kit.apart')}>
        <p>{t('kit.older')}</p>
      </Notice>
      <Row>
        <Button disabled={!saved} onClick={onTaken}>
          {t('kit.next')}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="quiet" onClick={onCancel}>
            {t('task.cancel')}
          </Button>
        )}
      </Row>
      {saved ? null : <p>{t('kit.first')}</p>}
      <RecoverySheet words={lined ? null : kit.words} fingerprint={fingerprint} />
    </Stack>
  );
}
