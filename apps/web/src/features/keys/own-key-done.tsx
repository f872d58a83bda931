import type { PublicKeyInfo } from '@sos/crypto';
import { Button, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { toBase64 } from '../../platform/keys/base64.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import { EnrolProblem } from './register-key.js';
import { useEnrol, type EnrolOutcome, type EnrolProof } from './use-enrol.js';

interface OwnKeyDoneProps {
  chosen: PublicKeyInfo;
  proof: EnrolProof;
  onEnrolled: () => void;
}

/** Both proofs are there; only now does the server hear of the key. */
export function OwnKeyDone({ chosen, proof, onEnrolled }: OwnKeyDoneProps) {
  const { t } = useTranslation('keys');
  const enrol = useEnrol();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<EnrolOutcome | null>(null);
  async function register(): Promise<void> {
    setBusy(true);
    const result = await enrol(toBase64(chosen.publicKey), proof);
    setOutcome(result);
    setBusy(false);
    if (result.status === 'enrolled') onEnrolled();
  }
  return (
    <Stack>
      <StepHeading title={t('ownKey.last')} />
      <p>{t('ownKey.lastText')}</p>
      {outcome === null ? null : <EnrolProblem outcome={outcome} />}
      <Row>
        <Button busy={busy} onClick={() => void register()}>
          {t('register.send')}
        </Button>
      </Row>
    </Stack>
  );
}
