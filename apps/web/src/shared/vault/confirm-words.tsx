import { Button, ErrorSummary, Row, Stack, TextField } from '@sos/ui/plain';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { StepHeading } from './step-heading.js';

export interface ConfirmWordsProps {
  passphrase: string;
  doneLabel: string;
  onBack: () => void;
  onConfirmed: () => void | Promise<void>;
  /** Which two words are asked for, counted from 0. */
  choose?: (count: number) => readonly [number, number];
}

/** Two different places, so that whoever copied only the beginning notices now and not when the key is needed. */
export function chooseTwo(count: number): readonly [number, number] {
  const [one = 0, other = 0] = crypto.getRandomValues(new Uint32Array(2));
  const first = one % count;
  const second = (first + 1 + (other % (count - 1))) % count;
  return first < second ? [first, second] : [second, first];
}

export function ConfirmWords({ passphrase, doneLabel, onBack, onConfirmed, choose = chooseTwo }: ConfirmWordsProps) {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation('common');
  const words = passphrase.split(' ');
  const [asked] = useState(() => choose(words.length));
  const [typed, setTyped] = useState<readonly [string, string]>(['', '']);
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const misses = asked.flatMap((place, index) =>
      typed[index]?.trim().toLowerCase() === words[place] ? [] : [place],
    );
    setWrong(misses);
    if (misses.length > 0) return summary.current?.focus();
    setBusy(true);
    await onConfirmed();
    setBusy(false);
  }
  const errors = wrong.map((place) => ({
    fieldId: `word-${place}`,
    message: t('confirm.wrong', { number: place + 1 }),
  }));
  return (
    <form onSubmit={(event) => void handleSubmit(event)} noValidate>
      <Stack>
        <StepHeading title={t('confirm.title')} />
        <ErrorSummary ref={summary} title={common('form.errorTitle', { count: errors.length })} errors={errors} />
        <p>{t('confirm.explain')}</p>
        {asked.map((place, index) => (
          <TextField
            key={place}
            id={`word-${place}`}
            label={t('confirm.word', { number: place + 1 })}
            short
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed[index] ?? ''}
            error={wrong.includes(place) ? t('confirm.wrong', { number: place + 1 }) : undefined}
            onChange={({ target }) => setTyped(index === 0 ? [target.value, typed[1]] : [typed[0], target.value])}
          />
        ))}
        <Row>
          <Button type="submit" busy={busy}>
            {doneLabel}
          </Button>
          <Button variant="quiet" onClick={onBack}>
            {t('confirm.back')}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
