import { Button, Row, Stack, TextField } from '@sos/ui/plain';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { PassphraseMeter } from './passphrase-meter.js';
import { StepHeading } from './step-heading.js';
import { usePassphraseVerdict } from './use-passphrase-verdict.js';

export interface OwnPassphraseProps {
  doneLabel: string;
  onBack: () => void;
  onChosen: (passphrase: string) => Promise<void>;
}

/** Words of one's own, judged by how long guessing them would take. */
export function OwnPassphrase({ doneLabel, onBack, onChosen }: OwnPassphraseProps) {
  const { t } = useTranslation('keys');
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const { verdict, judge, judgeNow } = usePassphraseVerdict();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<{ weak?: boolean; differ?: boolean }>({});
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const passphrase = first.current?.value ?? '';
    const weak = (await judgeNow(passphrase))?.isEnough !== true;
    const differ = second.current?.value !== passphrase;
    setProblems({ weak, differ });
    if (weak) return first.current?.focus();
    if (differ) return second.current?.focus();
    setBusy(true);
    await onChosen(passphrase);
    setBusy(false);
  }
  const plain = { type: 'password', autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;
  return (
    <form onSubmit={(event) => void handleSubmit(event)} noValidate>
      <Stack>
        <StepHeading title={t('own.title')} />
        <p>{t('own.explain')}</p>
        <TextField
          ref={first}
          label={t('own.field')}
          hint={t('own.hint')}
          error={problems.weak === true ? t('own.weak') : undefined}
          onChange={({ target }) => judge(target.value)}
          {...plain}
        />
        <PassphraseMeter verdict={verdict} />
        <TextField
          ref={second}
          label={t('own.again')}
          hint={t('own.againHint')}
          error={problems.differ === true ? t('own.differ') : undefined}
          {...plain}
        />
        <Row>
          <Button type="submit" busy={busy}>
            {doneLabel}
          </Button>
          <Button variant="quiet" onClick={onBack}>
            {t('own.back')}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
