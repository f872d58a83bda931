import type { CanaryRef, PublicKeyInfo } from '@sos/crypto';
import { Button, Notice, Row, Stack, TextField } from '@sos/ui/plain';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { CopyField } from '../../shared/copy-field.js';
import { PageLoading } from '../../shared/page-loading.js';
import { saveFile } from '../../shared/save-file.js';
import { StepHeading } from '../../shared/vault/step-heading.js';

const FILE = 'sos-canary.asc';
const TRIES = 5;

interface OwnKeyCanaryProps {
  chosen: PublicKeyInfo;
  onOpened: () => void;
}

/** A key that signs may still not open what cases are made of: some tools and tokens cannot. Found out now, not in an emergency. */
export function OwnKeyCanary({ chosen, onOpened }: OwnKeyCanaryProps) {
  const { client } = useCrypto();
  const [made, setMade] = useState<{ canary: CanaryRef; armored: string } | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    void client()
      .sealCanary({ publicKey: chosen.publicKey })
      .then((canary) => current && setMade(canary));
    return () => {
      current = false;
    };
  }, [client, chosen.publicKey, round]);
  if (made === null) return <PageLoading />;
  return (
    <OpenCanary
      key={made.canary}
      canary={made.canary}
      armored={made.armored}
      onOpened={onOpened}
      onSpent={() => setRound(round + 1)}
    />
  );
}

interface OpenCanaryProps {
  canary: CanaryRef;
  armored: string;
  onOpened: () => void;
  onSpent: () => void;
}

function OpenCanary({ canary, armored, onOpened, onSpent }: OpenCanaryProps) {
  const { t } = useTranslation('keys');
  const { client } = useCrypto();
  const field = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState(0);
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    if (await client().checkCanary({ canary, words: field.current?.value ?? '' })) {
      onOpened();
      return;
    }
    setWrong(wrong + 1);
    field.current?.focus();
    if (wrong + 1 >= TRIES) onSpent();
  }
  return (
    <form onSubmit={(event) => void handleSubmit(event)}>
      <Stack>
        <StepHeading title={t('ownKey.canary')} />
        <p>{t('ownKey.canaryText')}</p>
        <Row>
          <Button
            variant="secondary"
            onClick={() => saveFile(new Blob([armored], { type: 'application/pgp-encrypted' }), FILE)}
          >
            {t('ownKey.saveCanary', { file: FILE })}
          </Button>
        </Row>
        <CopyField
          label={t('ownKey.command')}
          value={`gpg --decrypt ${FILE}`}
          copyLabel={t('ownKey.copy')}
          copiedLabel={t('ownKey.copied')}
        />
        <TextField
          ref={field}
          label={t('ownKey.canaryWords')}
          hint={t('ownKey.canaryHint')}
          error={wrong > 0 ? t('ownKey.canaryWrong') : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Notice title={t('ownKey.canaryWhy')} />
        <Row>
          <Button type="submit">{t('ownKey.canaryNext')}</Button>
        </Row>
      </Stack>
    </form>
  );
}
