import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { PageLoading } from '../page-loading.js';
import { ConfirmWords } from './confirm-words.js';
import { OwnPassphrase } from './own-passphrase.js';
import { StepHeading } from './step-heading.js';
import { WordList } from './word-list.js';

/** 77 bits behind Argon2id. */
const VAULT_WORDS = 6;

export interface ChoosePassphraseProps {
  doneLabel: string;
  onChosen: (passphrase: string) => Promise<void>;
}

/** Six words of ours unless somebody wants their own; either way typed back before anything is locked with them. */
export function ChoosePassphrase({ doneLabel, onChosen }: ChoosePassphraseProps) {
  const { t } = useTranslation('keys');
  const { client } = useCrypto();
  const [step, setStep] = useState<'words' | 'confirm' | 'own'>('words');
  const [generated, setGenerated] = useState<string | null>(null);
  const [argon2id, setArgon2id] = useState(true);
  useEffect(() => {
    let current = true;
    void Promise.all([client().generatePassphrase({ words: VAULT_WORDS }), client().capabilities()]).then(
      ([passphrase, capabilities]) => {
        if (!current) return;
        setGenerated(passphrase);
        setArgon2id(capabilities.argon2id);
      },
    );
    return () => {
      current = false;
    };
  }, [client]);
  if (generated === null) return <PageLoading />;
  if (step === 'own')
    return <OwnPassphrase doneLabel={doneLabel} onBack={() => setStep('words')} onChosen={onChosen} />;
  if (step === 'confirm')
    return (
      <ConfirmWords
        passphrase={generated}
        doneLabel={doneLabel}
        onBack={() => setStep('words')}
        onConfirmed={() => onChosen(generated)}
      />
    );
  return (
    <Stack>
      <StepHeading title={t('words.title')} />
      <p>{t('words.explain')}</p>
      <WordList words={generated} />
      <Notice tone="warning" title={t('words.warning')}>
        <p>{t('words.where')}</p>
      </Notice>
      {argon2id ? null : (
        <Notice title={t('words.noWasm')}>
          <p>{t('words.noWasmText')}</p>
        </Notice>
      )}
      <Row>
        <Button onClick={() => setStep('confirm')}>{t('words.next')}</Button>
        {argon2id ? (
          <Button variant="quiet" onClick={() => setStep('own')}>
            {t('words.own')}
          </Button>
        ) : null}
      </Row>
    </Stack>
  );
}
