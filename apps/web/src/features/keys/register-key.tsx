import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useErrorWords } from '../../shared/error-words.js';
import { useEnrol, type EnrolOutcome } from './use-enrol.js';

const REFUSALS = [
  'already_enrolled',
  'key_in_use',
  'not_a_key',
  'private_key',
  'several_keys',
  'key_version',
  'malformed',
  'too_large',
  'no_encryption_subkey',
  'several_encryption_subkeys',
  'proof_invalid',
  'proof_expired',
  'proof_spent',
] as const;

export interface RegisterKeyProps {
  publicKey: string;
  onRegistered: () => void;
}

/** The key is safe on this device; only the server has not heard of it. */
export function RegisterKey({ publicKey, onRegistered }: RegisterKeyProps) {
  const { t } = useTranslation('keys');
  const enrol = useEnrol();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<EnrolOutcome | null>(null);
  async function register(): Promise<void> {
    setBusy(true);
    const result = await enrol(publicKey);
    setOutcome(result);
    setBusy(false);
    if (result.status === 'enrolled') onRegistered();
  }
  return (
    <Stack>
      <p>{t('register.explain')}</p>
      {outcome === null ? null : <EnrolProblem outcome={outcome} />}
      <Row>
        <Button busy={busy} onClick={() => void register()}>
          {t('register.send')}
        </Button>
      </Row>
    </Stack>
  );
}

export function EnrolProblem({ outcome }: { outcome: EnrolOutcome }) {
  const { t } = useTranslation('keys');
  const errorWords = useErrorWords();
  if (outcome.status === 'enrolled') return null;
  if (outcome.status === 'failed') {
    const { title, text } = errorWords(outcome.code);
    return (
      <Notice tone="danger" title={title} role="alert">
        <p>{text}</p>
      </Notice>
    );
  }
  const code = REFUSALS.find((known) => known === outcome.code) ?? 'other';
  return (
    <Notice tone="danger" title={t('register.refused')} role="alert">
      <p>{t(`register.refusal.${code}`)}</p>
    </Notice>
  );
}
