import type { UnlockedKey, Vault } from '@sos/crypto';
import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useErrorWords } from '../../shared/error-words.js';
import { FingerprintWords } from '../../shared/team/fingerprint-words.js';
import { useVaultWords } from '../../shared/vault/crypto-words.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import { LockKey } from './lock-key.js';
import { RecoveryKit } from './recovery-kit.js';
import { useReplaceKey, type ReplaceOutcome } from './use-replace-key.js';
import type { TaskProps } from './vault-task.types.js';

type Step =
  | { readonly at: 'start' }
  | { readonly at: 'passphrase'; readonly next: UnlockedKey }
  | { readonly at: 'kit' | 'sign'; readonly next: UnlockedKey; readonly vault: Vault };

/** A new key in the place of the present one: made, locked and its kit taken along before anything is given away. */
export function ReplaceKey({ access, onDone, onCancel }: TaskProps) {
  const { t } = useTranslation('keys');
  const [step, setStep] = useState<Step>({ at: 'start' });
  switch (step.at) {
    case 'start':
      return <Explain onMade={(next) => setStep({ at: 'passphrase', next })} onCancel={onCancel} />;
    case 'passphrase':
      return <LockKey unlocked={step.next} onLocked={(vault) => setStep({ at: 'kit', next: step.next, vault })} />;
    case 'kit':
      return (
        <RecoveryKit
          unlocked={step.next}
          doneLabel={t('confirm.next')}
          onDone={() => setStep({ ...step, at: 'sign' })}
          onCancel={onCancel}
        />
      );
    case 'sign':
      return <Sign next={step.next} vault={step.vault} {...{ access, onDone, onCancel }} />;
  }
}

function Explain({ onMade, onCancel }: { onMade: (next: UnlockedKey) => void; onCancel: () => void }) {
  const { t } = useTranslation('keys');
  const words = useVaultWords();
  const { client } = useCrypto();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function make(): Promise<void> {
    setBusy(true);
    try {
      onMade(await client().generateKey());
    } catch (error) {
      setProblem(words(error));
      setBusy(false);
    }
  }
  return (
    <Stack>
      <StepHeading title={t('replace.title')} />
      <p>{t('replace.what')}</p>
      <p>{t('replace.steps')}</p>
      <p>{t('replace.limits')}</p>
      <p>{t('replace.stolen')}</p>
      {problem === null ? null : <Notice tone="danger" title={problem} role="alert" />}
      <Row>
        <Button busy={busy} onClick={() => void make()}>
          {t('replace.make')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('task.cancel')}
        </Button>
      </Row>
    </Stack>
  );
}

interface SignProps extends TaskProps {
  next: UnlockedKey;
  vault: Vault;
}

function Sign({ next, vault, access, onDone, onCancel }: SignProps) {
  const { t } = useTranslation('keys');
  const replace = useReplaceKey();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<ReplaceOutcome | null>(null);
  async function handleReplace(): Promise<void> {
    setBusy(true);
    const result = await replace(next, vault);
    setBusy(false);
    setOutcome(result);
    if (result.status !== 'replaced' && result.status !== 'waits') return;
    await access.refresh();
    onDone(t(`replace.${result.status}`));
  }
  return (
    <Stack>
      <StepHeading title={t('replace.last')} />
      <p>{t('replace.sign')}</p>
      <FingerprintWords value={next.fingerprint} />
      {outcome === null ? null : <Problem outcome={outcome} />}
      <Row>
        <Button busy={busy} onClick={() => void handleReplace()}>
          {t('replace.do')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('task.cancel')}
        </Button>
      </Row>
    </Stack>
  );
}

const REFUSALS = ['key_in_use', 'other_key', 'date', 'suspended'] as const;

function Problem({ outcome }: { outcome: ReplaceOutcome }) {
  const { t } = useTranslation('keys');
  const errorWords = useErrorWords();
  const vaultWords = useVaultWords();
  switch (outcome.status) {
    case 'replaced':
    case 'waits':
      return null;
    case 'refused': {
      const code = REFUSALS.find((known) => known === outcome.code) ?? 'other';
      return <Notice tone="danger" title={t(`replace.refused.${code}`)} role="alert" />;
    }
    case 'not_signed':
      return <Notice tone="danger" title={vaultWords(outcome.error)} role="alert" />;
    case 'failed': {
      const { title, text } = errorWords(outcome.code);
      return (
        <Notice tone="danger" title={title} role="alert">
          <p>{text}</p>
        </Notice>
      );
    }
  }
}
