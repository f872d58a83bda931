import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVaultWords } from '../../shared/vault/crypto-words.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import { useVaultCopy } from '../../shared/vault/use-vault-copy.js';
import type { TaskProps } from './vault-task.types.js';

/** Asked for, never offered in passing: what the server then has is said before the button. */
export function CopyTask({ access, onDone, onCancel }: TaskProps) {
  const { t } = useTranslation('keys');
  const { dateTime } = useFormatters();
  const words = useVaultWords();
  const copy = useVaultCopy(access);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function run(work: () => Promise<void>, message: string): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      onDone(message);
    } catch (error) {
      setProblem(words(error));
      setBusy(false);
    }
  }
  return (
    <Stack>
      <StepHeading title={t('copy.title')} />
      <p>{t('copy.explain')}</p>
      <p>{t('copy.how')}</p>
      <p>{t('copy.passphrase')}</p>
      <Notice title={copy.keptAt === null ? t('copy.none') : t('copy.kept', { date: dateTime(copy.keptAt) })} />
      {problem === null ? null : <Notice tone="danger" title={problem} role="alert" />}
      <Row>
        <Button busy={busy} onClick={() => void run(copy.keep, t('copy.done'))}>
          {copy.keptAt === null ? t('copy.keep') : t('copy.renew')}
        </Button>
        {copy.keptAt === null ? null : (
          <Button variant="secondary" onClick={() => void run(copy.remove, t('copy.deleted'))}>
            {t('copy.delete')}
          </Button>
        )}
        <Button variant="quiet" onClick={onCancel}>
          {t('task.back')}
        </Button>
      </Row>
    </Stack>
  );
}
