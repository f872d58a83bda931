import { Button, Notice, Row, Stack, TextField } from '@sos/ui/plain';
import { useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { useService } from '../service.js';
import { attemptState, FREE_ATTEMPTS, noteRight, noteWrong, type AttemptState } from './attempts.js';
import { useVaultWords } from './crypto-words.js';
import { cryptoCodeOf } from './crypto-words.js';

export interface PassphraseFormProps {
  label: string;
  hint?: string | undefined;
  submitLabel: string;
  busyLabel?: string | undefined;
  onPassphrase: (passphrase: string) => Promise<void>;
  /** Other ways, beside the button. */
  children?: ReactNode;
}

/** Asks for the passphrase. It lives in the field alone, which no re-draw copies, and is cleared once it was right. */
export function PassphraseForm({ label, hint, submitLabel, busyLabel, onPassphrase, children }: PassphraseFormProps) {
  const { t } = useTranslation('keys');
  const field = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const { attempt, busy, problem, tried } = useAttempt(onPassphrase);
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const passphrase = field.current?.value ?? '';
    if (busy || passphrase.trim() === '') return;
    const isRight = await attempt(passphrase);
    if (field.current === null) return;
    if (isRight) field.current.value = '';
    else field.current.focus();
  }
  return (
    <form onSubmit={(event) => void handleSubmit(event)}>
      <Stack>
        {tried.wrong >= FREE_ATTEMPTS ? <ManyWrong /> : null}
        <TextField
          ref={field}
          label={label}
          hint={hint ?? t('unlock.hint')}
          error={problem}
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Row>
          <Button type="submit" busy={busy}>
            {busy ? (busyLabel ?? t('unlock.opening')) : submitLabel}
          </Button>
          <Button variant="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? t('unlock.hide') : t('unlock.show')}
          </Button>
          {children}
        </Row>
      </Stack>
    </form>
  );
}

function ManyWrong() {
  const { t } = useTranslation('keys');
  const { contactAddress } = useService();
  return (
    <Notice tone="warning" title={t('unlock.many')} role="status">
      <p>{t('unlock.manyText')}</p>
      <p>{t('unlock.manyCall', { contact: contactAddress })}</p>
    </Notice>
  );
}

/** Tries one passphrase, counts the wrong ones, and waits once there were too many. */
function useAttempt(onPassphrase: (passphrase: string) => Promise<void>) {
  const { t } = useTranslation('keys');
  const { id } = useViewer();
  const words = useVaultWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [tried, setTried] = useState<AttemptState>({ wrong: 0, wait: 0 });
  async function attempt(passphrase: string): Promise<boolean> {
    const before = await attemptState(id, Date.now());
    setTried(before);
    if (before.wait > 0) {
      setProblem(t('unlock.wait', { count: before.wait }));
      return false;
    }
    setBusy(true);
    setProblem(null);
    try {
      await onPassphrase(passphrase);
      await noteRight(id);
      return true;
    } catch (error) {
      setProblem(words(error));
      if (cryptoCodeOf(error) === 'WRONG_PASSPHRASE') await noteWrong(id, Date.now());
      setTried(await attemptState(id, Date.now()));
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { attempt, busy, problem, tried };
}
