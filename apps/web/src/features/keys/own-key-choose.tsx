import type { KeyRefusal, PublicKeyInfo } from '@sos/crypto';
import { FileDrop } from '@sos/ui';
import { Button, Notice, Row, Stack, TextArea } from '@sos/ui/plain';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { StepHeading } from '../../shared/vault/step-heading.js';

const KEY_MAX_BYTES = 64 * 1024;
const EXPORT = 'gpg --armor --export-options export-minimal --export KEY';

/** Pasted or chosen as a file; checked here, and refused with the reason. */
export function OwnKeyChoose({ onChosen }: { onChosen: (key: PublicKeyInfo) => void }) {
  const { t } = useTranslation('keys');
  const { client } = useCrypto();
  const field = useRef<HTMLTextAreaElement>(null);
  const [refusal, setRefusal] = useState<KeyRefusal | null>(null);
  async function check(key: Uint8Array | string): Promise<void> {
    const checked = await client().checkPublicKey({ key });
    setRefusal(checked.ok ? null : checked.reason);
    if (checked.ok) onChosen(checked);
  }
  async function handleFile([file]: readonly File[]): Promise<void> {
    if (file === undefined) return;
    if (file.size > KEY_MAX_BYTES) setRefusal('too_large');
    else await check(new Uint8Array(await file.arrayBuffer()));
  }
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    await check(field.current?.value ?? '');
  }
  return (
    <form onSubmit={(event) => void handleSubmit(event)}>
      <Stack>
        <StepHeading title={t('ownKey.choose')} />
        <p>{t('ownKey.what')}</p>
        <Notice tone="warning" title={t('ownKey.cost')}>
          <p>{t('ownKey.costText')}</p>
        </Notice>
        <p>
          <code translate="no">{EXPORT}</code>
        </p>
        {refusal === null ? null : (
          <Notice tone="danger" title={t('ownKey.refused')} role="alert">
            <p>{t(`keyRefusal.${refusal}`)}</p>
          </Notice>
        )}
        <TextArea ref={field} label={t('ownKey.paste')} hint={t('ownKey.pasteHint')} spellCheck={false} rows={8} />
        <FileDrop
          label={t('ownKey.file')}
          chooseLabel={t('restore.choose')}
          multiple={false}
          accept=".asc,.gpg,.pgp,.key,.txt"
          onFiles={(files) => void handleFile(files)}
        />
        <Row>
          <Button type="submit">{t('ownKey.check')}</Button>
        </Row>
      </Stack>
    </form>
  );
}
